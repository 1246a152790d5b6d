-- Counts of the cash of a fund by two persons, and the months of an owner's books, which are closed in order.
CREATE TABLE cash_count (
    id               INTEGER PRIMARY KEY,
    owner            TEXT NOT NULL REFERENCES fund_owner (owner),
    fund             INTEGER NOT NULL REFERENCES fund (id),
    counted_on       INTEGER NOT NULL,
    book_dong        INTEGER NOT NULL CHECK (book_dong >= 0),
    -- The ids of the persons, in the order given, separated by commas.
    counted_by       TEXT NOT NULL,
    posts_difference INTEGER NOT NULL CHECK (posts_difference IN (0, 1)),
    note             TEXT,
    state            TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'withdrawn'),
    confirmed_by     INTEGER REFERENCES user_account (id),
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    -- Who records a count does not confirm it.
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
    CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE INDEX cash_count_fund ON cash_count (owner, fund, counted_on);

-- The notes of a count, most valuable first.
CREATE TABLE cash_count_notes (
    cash_count   INTEGER NOT NULL REFERENCES cash_count (id),
    number       INTEGER NOT NULL,
    denomination INTEGER NOT NULL CHECK (denomination > 0),
    notes        INTEGER NOT NULL CHECK (notes > 0),
    PRIMARY KEY (cash_count, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cash_count_decided_stays BEFORE UPDATE ON cash_count WHEN OLD.state <> 'recorded'
BEGIN SELECT RAISE(ABORT, 'a count that was confirmed or withdrawn does not change'); END;

CREATE TRIGGER cash_count_never_erased BEFORE DELETE ON cash_count
BEGIN SELECT RAISE(ABORT, 'counts are withdrawn, never erased'); END;

CREATE TABLE accounting_period (
    id            INTEGER PRIMARY KEY,
    owner         TEXT NOT NULL REFERENCES fund_owner (owner),
    -- Such as 202603.
    month         INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state = 'open' OR state = 'submitted' OR state = 'closed'),
    submitted_by  INTEGER REFERENCES user_account (id),
    closed_by     INTEGER REFERENCES user_account (id),
    -- What the owner held at the end of the month, when it was closed.
    cash_dong     INTEGER,
    bank_dong     INTEGER,
    reopen_reason TEXT,
    recorded_by   INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    -- Accountant and approver are two persons.
    CHECK (closed_by IS NULL OR closed_by <> submitted_by),
    CHECK ((state = 'open') = (submitted_by IS NULL)),
    CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
    CHECK ((cash_dong IS NULL) = (closed_by IS NULL) AND (bank_dong IS NULL) = (closed_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX accounting_period_month ON accounting_period (owner, month);

CREATE TRIGGER accounting_period_never_erased BEFORE DELETE ON accounting_period
BEGIN SELECT RAISE(ABORT, 'months are closed and opened again, never erased'); END;

-- A closed month takes no posting.
CREATE TRIGGER posting_in_open_month BEFORE INSERT ON posting
WHEN EXISTS (
    SELECT 1 FROM accounting_period
    WHERE owner = NEW.owner AND month >= NEW.posted_on / 100 AND state = 'closed'
)
BEGIN SELECT RAISE(ABORT, 'the month is closed'); END;
