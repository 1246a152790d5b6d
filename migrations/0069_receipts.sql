-- Receipts of several lines, attachments, foreign money, and households that give as a couple or a group. Each line of a
-- receipt is a contribution; their ids follow each other, so that the primary key finds the lines of a receipt.
ALTER TABLE contribution ADD COLUMN voucher_lines INTEGER NOT NULL DEFAULT 1 CHECK (voucher_lines BETWEEN 1 AND 12);

ALTER TABLE contribution ADD COLUMN voucher_line INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_line BETWEEN 1 AND voucher_lines);

-- How many original documents come with a voucher; NULL when nobody said.
ALTER TABLE contribution ADD COLUMN attachments INTEGER CHECK (attachments BETWEEN 0 AND 999);

ALTER TABLE expenditure ADD COLUMN attachments INTEGER CHECK (attachments BETWEEN 0 AND 999)
    CHECK (attachments IS NULL OR number IS NOT NULL);

-- What came in another currency, as decimals: amount times rate is the amount in whole đồng.
ALTER TABLE contribution ADD COLUMN foreign_currency TEXT CHECK (length(foreign_currency) = 3);

ALTER TABLE contribution ADD COLUMN foreign_amount TEXT
    CHECK ((foreign_amount IS NULL) = (foreign_currency IS NULL));

ALTER TABLE contribution ADD COLUMN foreign_rate TEXT CHECK ((foreign_rate IS NULL) = (foreign_currency IS NULL));

-- How a household is named that gives as a couple or a group.
ALTER TABLE contribution ADD COLUMN donor_names TEXT CHECK (length(donor_names) > 0)
    CHECK (donor_names IS NULL OR household IS NOT NULL);

-- The lines of a receipt have the reference of one transfer.
DROP INDEX contribution_bank_reference;

CREATE UNIQUE INDEX contribution_bank_reference ON contribution (owner, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL AND voucher_line = 1;

-- Each line of a receipt replaces line 1 of the one before.
DROP INDEX contribution_replaces;

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces, voucher_line) WHERE replaces IS NOT NULL;

DROP TRIGGER contribution_takes_next_number;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution WHEN NEW.voucher_line = 1
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

CREATE TRIGGER contribution_continues_its_voucher BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.voucher_line = NEW.voucher_line - 1
        AND line.voucher_lines = NEW.voucher_lines AND line.book = NEW.book AND line.number = NEW.number
        AND line.names_book = NEW.names_book AND line.received_on = NEW.received_on
        AND line.issued_on IS NEW.issued_on AND line.method = NEW.method
        AND line.bank_reference IS NEW.bank_reference AND line.household IS NEW.household
        AND line.organisation IS NEW.organisation AND line.sponsor_name IS NEW.sponsor_name
        AND line.sponsor_kind IS NEW.sponsor_kind AND line.is_anonymous = NEW.is_anonymous
        AND line.party_name = NEW.party_name AND line.party_address = NEW.party_address
        AND line.attachments IS NEW.attachments AND line.donor_names IS NEW.donor_names
        AND line.replaces IS NEW.replaces AND line.voided_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

CREATE TRIGGER contribution_of_another_fund BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id BETWEEN NEW.id - NEW.voucher_line + 1 AND NEW.id - 1
        AND line.fund = NEW.fund)
BEGIN SELECT RAISE(ABORT, 'a voucher has one line for a fund'); END;

DROP TRIGGER contribution_receipt_kept_as_written;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF owner, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces, voucher_line, voucher_lines, attachments, foreign_currency, foreign_amount,
    foreign_rate, donor_names
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_attachments_kept_as_written BEFORE UPDATE OF attachments ON expenditure
WHEN OLD.number IS NOT NULL AND NEW.attachments IS NOT OLD.attachments
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- Prints are of the voucher, not of a line.
CREATE TRIGGER voucher_print_of_first_line BEFORE INSERT ON voucher_print
WHEN (SELECT voucher_line FROM contribution WHERE id = NEW.contribution) > 1
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
SELECT owner, 'payment', coalesce(issued_on, paid_on) / 10000, book, number, coalesce(issued_on, paid_on), amount_dong,
    payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;
