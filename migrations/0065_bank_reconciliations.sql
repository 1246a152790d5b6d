-- Reconciliations of an owner's bank balance at a month's end with what the banks stated, by two persons.
CREATE TABLE bank_reconciliation (
    id           INTEGER PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES fund_owner (owner),
    -- Such as 202603.
    month        INTEGER NOT NULL,
    -- What the funds of the owner had at the bank at the end of the month by the book.
    book_dong    INTEGER NOT NULL CHECK (book_dong >= 0),
    note         TEXT,
    state        TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'withdrawn'),
    confirmed_by INTEGER REFERENCES user_account (id),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    -- Who records a reconciliation does not confirm it.
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
    CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE INDEX bank_reconciliation_month ON bank_reconciliation (owner, month);

-- Its lines: the balance that the bank stated of an account, or what the book lacks of a credit of that time.
CREATE TABLE bank_reconciliation_line (
    bank_reconciliation INTEGER NOT NULL REFERENCES bank_reconciliation (id),
    number              INTEGER NOT NULL,
    account             INTEGER REFERENCES bank_account (id),
    credit              INTEGER REFERENCES bank_credit (id),
    amount_dong         INTEGER NOT NULL CHECK (amount_dong >= 0),
    PRIMARY KEY (bank_reconciliation, number),
    CHECK ((account IS NULL) <> (credit IS NULL))
) STRICT;

CREATE TRIGGER bank_reconciliation_decided_stays BEFORE UPDATE ON bank_reconciliation WHEN OLD.state <> 'recorded'
BEGIN SELECT RAISE(ABORT, 'a reconciliation that was confirmed or withdrawn does not change'); END;

CREATE TRIGGER bank_reconciliation_never_erased BEFORE DELETE ON bank_reconciliation
BEGIN SELECT RAISE(ABORT, 'reconciliations are withdrawn, never erased'); END;
