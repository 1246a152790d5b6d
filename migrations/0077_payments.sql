-- Payments of several lines: one bill for several items, purposes or funds of an owner. Each line is an expenditure;
-- their ids follow each other, so that the primary key finds the lines of a payment, as of a receipt.
ALTER TABLE expenditure ADD COLUMN voucher_lines INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_lines BETWEEN 1 AND 30)
    -- A refund is of one receipt, a repayment of one debt.
    CHECK (voucher_lines = 1 OR (refund_of IS NULL AND repays IS NULL));

ALTER TABLE expenditure ADD COLUMN voucher_line INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_line BETWEEN 1 AND voucher_lines);

-- Each line of a payment replaces line 1 of the one before.
DROP INDEX expenditure_replaces;

CREATE UNIQUE INDEX expenditure_replaces ON expenditure (replaces, voucher_line) WHERE replaces IS NOT NULL;

CREATE TRIGGER expenditure_continues_its_payment BEFORE INSERT ON expenditure
WHEN NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM expenditure AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.voucher_line = NEW.voucher_line - 1
        AND line.voucher_lines = NEW.voucher_lines AND line.payee = NEW.payee AND line.method = NEW.method
        AND line.requested_ms = NEW.requested_ms AND line.requested_by = NEW.requested_by
        AND line.checked_by IS NEW.checked_by AND line.approved_by IS NEW.approved_by
        AND line.approved_on IS NEW.approved_on AND line.state = NEW.state AND line.replaces IS NEW.replaces)
BEGIN SELECT RAISE(ABORT, 'the lines of a payment follow each other'); END;

DROP TRIGGER expenditure_takes_next_number;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.voucher_line = 1
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'payment', coalesce(NEW.issued_on, NEW.paid_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.paid_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.paid_on);
END;

CREATE TRIGGER expenditure_continues_its_voucher BEFORE UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM expenditure AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.book = NEW.book AND line.number = NEW.number
        AND line.names_book = NEW.names_book AND line.paid_on = NEW.paid_on AND line.issued_on IS NEW.issued_on
        AND line.party_address = NEW.party_address AND line.attachments IS NEW.attachments
        AND line.paid_by = NEW.paid_by)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

CREATE TRIGGER expenditure_lines_kept_as_written BEFORE UPDATE OF voucher_line, voucher_lines ON expenditure
BEGIN SELECT RAISE(ABORT, 'the lines of a payment never change'); END;

-- Prints are of the voucher, not of a line.
DROP TRIGGER voucher_print_of_first_line;

CREATE TRIGGER voucher_print_of_first_line BEFORE INSERT ON voucher_print
WHEN (SELECT voucher_line FROM contribution WHERE id = NEW.contribution) > 1
    OR (SELECT voucher_line FROM expenditure WHERE id = NEW.expenditure) > 1
BEGIN SELECT RAISE(ABORT, 'prints are of the voucher, not of a line'); END;

DROP VIEW voucher;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT first.owner, 'receipt', coalesce(first.issued_on, first.received_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.received_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM contribution AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.party_name, first.party_address, first.voucher_reason
FROM contribution AS first
WHERE first.voucher_line = 1
UNION ALL
SELECT first.owner, 'payment', coalesce(first.issued_on, first.paid_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.paid_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM expenditure AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.payee, first.party_address, first.voucher_reason
FROM expenditure AS first
WHERE first.number IS NOT NULL AND first.voucher_line = 1;
