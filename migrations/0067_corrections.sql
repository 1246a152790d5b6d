-- A wrong payment voucher is voided and issued again in one step, as receipts are: the new one has the number and day of
-- today, but the day on which the money went. Whoever replaces it approves the new one, on a later day than that.
ALTER TABLE expenditure ADD COLUMN issued_on INTEGER;

ALTER TABLE expenditure ADD COLUMN replaces INTEGER REFERENCES expenditure (id)
    CHECK (replaces IS NULL OR replaces < id);

ALTER TABLE expenditure ADD COLUMN replaced_by INTEGER
    CHECK (replaced_by IS NULL OR (replaced_by > id AND state = 'voided'))
    CHECK (issued_on IS NULL OR (issued_on > paid_on AND replaces IS NOT NULL));

CREATE UNIQUE INDEX expenditure_replaces ON expenditure (replaces) WHERE replaces IS NOT NULL;

-- The day of the approval again, with another condition.
DROP TRIGGER expenditure_approval_has_its_day;

ALTER TABLE expenditure ADD COLUMN approval_on INTEGER
    CHECK (approval_on IS NULL OR approved_by IS NOT NULL)
    CHECK (approval_on IS NULL OR paid_on IS NULL OR paid_on >= approval_on OR replaces IS NOT NULL);

UPDATE expenditure SET approval_on = approved_on WHERE approved_on IS NOT NULL;

ALTER TABLE expenditure DROP COLUMN approved_on;

ALTER TABLE expenditure RENAME COLUMN approval_on TO approved_on;

CREATE TRIGGER expenditure_approval_has_its_day BEFORE UPDATE ON expenditure
WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NEW.approved_on IS NULL)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_on IS NOT OLD.approved_on)
BEGIN SELECT RAISE(ABORT, 'an approval keeps its day'); END;

DROP TRIGGER expenditure_takes_next_number;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'payment', coalesce(NEW.issued_on, NEW.paid_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.paid_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.paid_on);
END;

DROP TRIGGER expenditure_voucher_kept_as_written;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN NEW.replaces IS NOT OLD.replaces OR (OLD.number IS NOT NULL
    AND (NEW.owner <> OLD.owner OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason
        OR NEW.issued_on IS NOT OLD.issued_on))
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

DROP VIEW voucher;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT owner, 'receipt', coalesce(issued_on, received_on) / 10000, book, number, coalesce(issued_on, received_on),
    amount_dong, party_name, party_address, voucher_reason
FROM contribution
UNION ALL
SELECT owner, 'payment', coalesce(issued_on, paid_on) / 10000, book, number, coalesce(issued_on, paid_on), amount_dong,
    payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

-- What moved money in a month that is closed is corrected on the day of the reversal, as vouchers are.
ALTER TABLE bank_entry ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > entered_on AND void_reason IS NOT NULL));

ALTER TABLE fund_transfer ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > transferred_on AND void_reason IS NOT NULL));

-- An opening balance is corrected to what the fund had really held.
ALTER TABLE opening_balance ADD COLUMN corrected_cash_dong INTEGER
    CHECK (corrected_cash_dong >= 0);

ALTER TABLE opening_balance ADD COLUMN corrected_bank_dong INTEGER
    CHECK (corrected_bank_dong >= 0);

ALTER TABLE opening_balance ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL
        OR (reversed_on > opened_on AND void_reason IS NOT NULL AND posted_position IS NOT NULL))
    CHECK ((reversed_on IS NULL) = (corrected_cash_dong IS NULL)
        AND (reversed_on IS NULL) = (corrected_bank_dong IS NULL))
    CHECK (corrected_cash_dong <> cash_dong OR corrected_bank_dong <> bank_dong);

DROP INDEX opening_balance_fund;

-- A fund has one opening balance; a corrected one stays the only one.
CREATE UNIQUE INDEX opening_balance_fund ON opening_balance (fund) WHERE state <> 'voided' OR reversed_on IS NOT NULL;
