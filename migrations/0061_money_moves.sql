-- What moves money of funds besides receipts and payments: opening balances from paper books, transfers between cash
-- and bank or between funds, interest and fees of the bank.
CREATE TABLE opening_balance (
    id             INTEGER PRIMARY KEY,
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    fund           INTEGER NOT NULL REFERENCES fund (id),
    -- The day at whose end the fund held the money.
    opened_on      INTEGER NOT NULL,
    cash_dong      INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong      INTEGER NOT NULL CHECK (bank_dong >= 0),
    basis          TEXT NOT NULL CHECK (length(basis) > 0),
    first_counter  TEXT NOT NULL CHECK (length(first_counter) > 0),
    second_counter TEXT NOT NULL CHECK (length(second_counter) > 0),
    recorded_by    INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('recorded', 'confirmed', 'voided')),
    confirmed_by   INTEGER REFERENCES user_account (id),
    void_reason    TEXT,
    voided_by      INTEGER REFERENCES user_account (id),
    voided_ms      INTEGER,
    version        INTEGER NOT NULL,
    -- The journal row of the confirmation, whose effect the postings are.
    posted_position INTEGER,
    position       INTEGER NOT NULL,
    CHECK (cash_dong > 0 OR bank_dong > 0),
    CHECK (first_counter <> second_counter),
    CHECK (confirmed_by <> recorded_by),
    CHECK (voided_by <> recorded_by),
    CHECK (state <> 'recorded' OR confirmed_by IS NULL),
    CHECK (state <> 'confirmed' OR confirmed_by IS NOT NULL),
    CHECK ((confirmed_by IS NULL) = (posted_position IS NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL)),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL))
) STRICT;

-- A fund has one opening balance.
CREATE UNIQUE INDEX opening_balance_fund ON opening_balance (fund) WHERE state <> 'voided';

CREATE INDEX opening_balance_owner ON opening_balance (owner, id);

CREATE TRIGGER opening_balance_kept_as_written BEFORE UPDATE ON opening_balance
WHEN OLD.state = 'voided' OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.fund <> OLD.fund
    OR NEW.opened_on <> OLD.opened_on OR NEW.cash_dong <> OLD.cash_dong OR NEW.bank_dong <> OLD.bank_dong
    OR NEW.basis <> OLD.basis OR NEW.first_counter <> OLD.first_counter
    OR NEW.second_counter <> OLD.second_counter OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms
    OR (OLD.confirmed_by IS NOT NULL
        AND (coalesce(NEW.confirmed_by, 0) <> OLD.confirmed_by
            OR coalesce(NEW.posted_position, 0) <> OLD.posted_position))
BEGIN SELECT RAISE(ABORT, 'opening balances are voided, never changed'); END;

CREATE TRIGGER opening_balance_never_erased BEFORE DELETE ON opening_balance
BEGIN SELECT RAISE(ABORT, 'opening balances are voided, never erased'); END;

CREATE TABLE fund_transfer (
    id              INTEGER PRIMARY KEY,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    fund            INTEGER NOT NULL REFERENCES fund (id),
    -- Another fund of the owner; NULL within the fund.
    to_fund         INTEGER REFERENCES fund (id),
    -- The residents' decision by which the money goes to another fund.
    decision        INTEGER REFERENCES decision (id),
    from_account    TEXT NOT NULL CHECK (from_account IN ('cash', 'bank')),
    to_account      TEXT NOT NULL CHECK (to_account IN ('cash', 'bank')),
    amount_dong     INTEGER NOT NULL CHECK (amount_dong > 0),
    transferred_on  INTEGER NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    void_reason     TEXT,
    voided_by       INTEGER REFERENCES user_account (id),
    voided_ms       INTEGER,
    version         INTEGER NOT NULL,
    -- The journal row of the recording, whose effect the postings are.
    posted_position INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    CHECK ((to_fund IS NULL) = (decision IS NULL)),
    CHECK (to_fund IS NOT NULL OR from_account <> to_account),
    CHECK (to_fund <> fund),
    CHECK (voided_by <> recorded_by),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL)),
    CHECK (void_reason IS NOT NULL OR position = posted_position)
) STRICT;

CREATE INDEX fund_transfer_owner ON fund_transfer (owner, id);

CREATE TRIGGER fund_transfer_kept_as_written BEFORE UPDATE ON fund_transfer
WHEN OLD.void_reason IS NOT NULL OR NEW.void_reason IS NULL OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner
    OR NEW.fund <> OLD.fund OR coalesce(NEW.to_fund, 0) <> coalesce(OLD.to_fund, 0)
    OR coalesce(NEW.decision, 0) <> coalesce(OLD.decision, 0) OR NEW.from_account <> OLD.from_account
    OR NEW.to_account <> OLD.to_account OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.transferred_on <> OLD.transferred_on OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms OR NEW.posted_position <> OLD.posted_position
BEGIN SELECT RAISE(ABORT, 'transfers are voided, never changed'); END;

CREATE TRIGGER fund_transfer_never_erased BEFORE DELETE ON fund_transfer
BEGIN SELECT RAISE(ABORT, 'transfers are voided, never erased'); END;

CREATE TABLE bank_entry (
    id              INTEGER PRIMARY KEY,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    fund            INTEGER NOT NULL REFERENCES fund (id),
    kind            TEXT NOT NULL CHECK (kind IN ('interest', 'fee')),
    amount_dong     INTEGER NOT NULL CHECK (amount_dong > 0),
    entered_on      INTEGER NOT NULL,
    reference       TEXT,
    -- By which spellings of a reference are recognised; empty without one.
    reference_key   TEXT NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    void_reason     TEXT,
    voided_by       INTEGER REFERENCES user_account (id),
    voided_ms       INTEGER,
    version         INTEGER NOT NULL,
    -- The journal row of the recording, whose effect the posting is.
    posted_position INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    CHECK ((reference IS NULL) = (reference_key = '')),
    CHECK (voided_by <> recorded_by),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL)),
    CHECK (void_reason IS NOT NULL OR position = posted_position)
) STRICT;

-- The same line of the bank's statement is entered once.
CREATE UNIQUE INDEX bank_entry_reference ON bank_entry (fund, kind, reference_key)
    WHERE reference_key <> '' AND void_reason IS NULL;

CREATE INDEX bank_entry_owner ON bank_entry (owner, id);

CREATE TRIGGER bank_entry_kept_as_written BEFORE UPDATE ON bank_entry
WHEN OLD.void_reason IS NOT NULL OR NEW.void_reason IS NULL OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner
    OR NEW.fund <> OLD.fund OR NEW.kind <> OLD.kind OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.entered_on <> OLD.entered_on OR coalesce(NEW.reference, '') <> coalesce(OLD.reference, '')
    OR NEW.reference_key <> OLD.reference_key OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms OR NEW.posted_position <> OLD.posted_position
BEGIN SELECT RAISE(ABORT, 'interest and fees are voided, never changed'); END;

CREATE TRIGGER bank_entry_never_erased BEFORE DELETE ON bank_entry
BEGIN SELECT RAISE(ABORT, 'interest and fees are voided, never erased'); END;
