-- Prints of vouchers: the second and later ones say so on paper. Looking at a page records nothing.
CREATE TABLE voucher_print (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER NOT NULL REFERENCES hamlet (id),
    contribution INTEGER REFERENCES contribution (id),
    expenditure  INTEGER REFERENCES expenditure (id),
    -- 1, 2, 3, … of its voucher.
    number       INTEGER NOT NULL CHECK (number > 0),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((contribution IS NULL) <> (expenditure IS NULL))
) STRICT;

CREATE UNIQUE INDEX voucher_print_receipt ON voucher_print (contribution, number) WHERE contribution IS NOT NULL;

CREATE UNIQUE INDEX voucher_print_payment ON voucher_print (expenditure, number) WHERE expenditure IS NOT NULL;

CREATE TRIGGER voucher_print_in_order BEFORE INSERT ON voucher_print
WHEN NEW.number <> 1 + (
    SELECT count(*)
    FROM voucher_print
    WHERE contribution = NEW.contribution OR expenditure = NEW.expenditure)
BEGIN SELECT RAISE(ABORT, 'prints of a voucher are numbered without gaps'); END;

CREATE TRIGGER voucher_print_kept_as_written BEFORE UPDATE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never changed'); END;

CREATE TRIGGER voucher_print_never_erased BEFORE DELETE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never erased'); END;
