-- A receipt lies in its contribution's row and a payment voucher in its expenditure's: they are written and read
-- together, so a contribution changes a page less. `voucher` is still there to look at, as a view.
DROP TRIGGER voucher_kept_as_written;

DROP TRIGGER voucher_never_erased;

ALTER TABLE contribution ADD COLUMN party_address TEXT NOT NULL DEFAULT '';

ALTER TABLE contribution ADD COLUMN voucher_reason TEXT NOT NULL DEFAULT '';

ALTER TABLE expenditure ADD COLUMN party_address TEXT;

ALTER TABLE expenditure ADD COLUMN voucher_reason TEXT;

UPDATE contribution
SET party_address = voucher.party_address, voucher_reason = voucher.reason
FROM voucher
WHERE voucher.hamlet = contribution.hamlet AND voucher.kind = 'receipt'
    AND voucher.year = contribution.received_on / 10000 AND voucher.book = contribution.book
    AND voucher.number = contribution.number;

UPDATE expenditure
SET party_address = '', voucher_reason = ''
WHERE number IS NOT NULL;

UPDATE expenditure
SET party_address = voucher.party_address, voucher_reason = voucher.reason
FROM voucher
WHERE voucher.hamlet = expenditure.hamlet AND voucher.kind = 'payment'
    AND voucher.year = expenditure.paid_on / 10000 AND voucher.book = expenditure.book
    AND voucher.number = expenditure.number;

DROP TABLE voucher;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', received_on / 10000, book, number, received_on, amount_dong, party_name, party_address,
    voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

-- Numbers follow each other without gap and without a second of a kind: who takes one takes the next.
CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number)
    VALUES (NEW.hamlet, 'receipt', NEW.received_on / 10000, NEW.book, NEW.number)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number;
END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number)
    VALUES (NEW.hamlet, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number;
END;

CREATE TRIGGER expenditure_voucher_is_whole BEFORE UPDATE ON expenditure
WHEN (NEW.party_address IS NULL) <> (NEW.number IS NULL) OR (NEW.voucher_reason IS NULL) <> (NEW.number IS NULL)
BEGIN SELECT RAISE(ABORT, 'a payment has its whole voucher'); END;

CREATE TRIGGER expenditure_begins_unpaid BEFORE INSERT ON expenditure WHEN NEW.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'expenditures are requested before they are paid'); END;

CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series WHEN NEW.last_number <> 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series
WHEN NEW.hamlet <> OLD.hamlet OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year OR NEW.book <> OLD.book
    OR NEW.last_number <> OLD.last_number + 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_never_erased BEFORE DELETE ON voucher_series
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF hamlet, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN OLD.number IS NOT NULL
    AND (NEW.hamlet <> OLD.hamlet OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason)
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;
