-- A wrong receipt is voided and issued again in one step: the new one has the number and day of today, but the day on
-- which the money came, so that no day in between lacks it.
ALTER TABLE contribution ADD COLUMN issued_on INTEGER;

-- The receipt that this one replaces.
ALTER TABLE contribution ADD COLUMN replaces INTEGER REFERENCES contribution (id)
    CHECK (replaces IS NULL OR replaces < id);

-- The receipt by which this one was replaced when it was voided.
ALTER TABLE contribution ADD COLUMN replaced_by INTEGER
    CHECK (replaced_by IS NULL OR (replaced_by > id AND voided_ms IS NOT NULL))
    CHECK (issued_on IS NULL OR (issued_on > received_on AND replaces IS NOT NULL));

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces) WHERE replaces IS NOT NULL;

DROP TRIGGER contribution_takes_next_number;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

DROP TRIGGER contribution_receipt_kept_as_written;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF hamlet, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

DROP VIEW voucher;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', coalesce(issued_on, received_on) / 10000, book, number, coalesce(issued_on, received_on),
    amount_dong, party_name, party_address, voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;
