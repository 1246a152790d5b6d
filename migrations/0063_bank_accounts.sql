-- Bank accounts of owners of books, and the money that came to them: receipts are issued on a credit by a person.
CREATE TABLE bank_account (
    id             INTEGER PRIMARY KEY,
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    bank           TEXT NOT NULL CHECK (length(bank) = 6),
    bank_name      TEXT NOT NULL,
    number         TEXT NOT NULL,
    holder_name    TEXT NOT NULL,
    holder_kind    TEXT NOT NULL CHECK (holder_kind IN ('finance_office', 'hamlet_head', 'organisation')),
    decision       INTEGER REFERENCES decision (id),
    basis          TEXT,
    valid_from     INTEGER NOT NULL,
    opening_dong   INTEGER NOT NULL CHECK (opening_dong >= 0),
    valid_to       INTEGER CHECK (valid_to >= valid_from),
    closing_dong   INTEGER CHECK (closing_dong >= 0),
    -- The row of the holder before.
    previous       INTEGER UNIQUE REFERENCES bank_account (id),
    -- Bank, and letters and digits of the number: what one account is one by, whoever holds it.
    line           TEXT NOT NULL,
    recorded_by    INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    CHECK (decision IS NOT NULL OR basis IS NOT NULL),
    CHECK ((valid_to IS NULL) = (closing_dong IS NULL))
) STRICT;

CREATE UNIQUE INDEX bank_account_open ON bank_account (line) WHERE valid_to IS NULL;
CREATE INDEX bank_account_owner ON bank_account (owner);

CREATE TRIGGER bank_account_never_erased BEFORE DELETE ON bank_account
BEGIN SELECT RAISE(ABORT, 'bank accounts are closed, never erased'); END;

CREATE TABLE bank_credit (
    id             INTEGER PRIMARY KEY,
    account        INTEGER NOT NULL REFERENCES bank_account (id),
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    line           TEXT NOT NULL,
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    booked_on      INTEGER NOT NULL,
    reference      TEXT NOT NULL,
    reference_key  TEXT NOT NULL,
    memo           TEXT NOT NULL,
    payer_name     TEXT,
    payer_account  TEXT,
    source         TEXT NOT NULL CHECK (source IN ('statement', 'webhook', 'entry')),
    payment_code   TEXT,
    ignored_reason TEXT,
    -- NULL for the notice of a service.
    recorded_by    INTEGER REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    CHECK (recorded_by IS NOT NULL OR source = 'webhook')
) STRICT;

-- A bank's credit is recorded once, whoever held the account and however its reference is written.
CREATE UNIQUE INDEX bank_credit_reference ON bank_credit (line, reference_key);
CREATE INDEX bank_credit_account ON bank_credit (account);

CREATE TRIGGER bank_credit_never_erased BEFORE DELETE ON bank_credit
BEGIN SELECT RAISE(ABORT, 'bank credits are never erased'); END;

-- What the bank told is never changed.
CREATE TRIGGER bank_credit_stays BEFORE UPDATE ON bank_credit
WHEN NEW.account <> OLD.account OR NEW.line <> OLD.line OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.booked_on <> OLD.booked_on OR NEW.reference <> OLD.reference OR NEW.memo <> OLD.memo
BEGIN SELECT RAISE(ABORT, 'what the bank told of a credit never changes'); END;

-- The receipts that were issued on a credit. A voided receipt gives its part back.
CREATE TABLE bank_credit_receipt (
    credit         INTEGER NOT NULL REFERENCES bank_credit (id),
    number         INTEGER NOT NULL,
    contribution   INTEGER NOT NULL UNIQUE REFERENCES contribution (id),
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (credit, number)
) STRICT;

CREATE TRIGGER bank_credit_receipt_never_erased BEFORE DELETE ON bank_credit_receipt
BEGIN SELECT RAISE(ABORT, 'receipts of a bank credit are never erased'); END;

CREATE TRIGGER bank_credit_receipt_stays BEFORE UPDATE ON bank_credit_receipt
BEGIN SELECT RAISE(ABORT, 'receipts of a bank credit never change'); END;
