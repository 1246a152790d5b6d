-- Sums of money by unit and month, and by owner and year, so that the report of a province is a sum over few rows. A contribution does not pay
-- for them: postings are folded into them many at a time, and those after the folded ones are read from `posting`.
CREATE TABLE unit_month (
    -- The code of the unit in which the owners of the books were on the day: for a hamlet its commune.
    unit            TEXT NOT NULL,
    -- Such as 202603.
    month           INTEGER NOT NULL,
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    -- What all movements of the month left in cash and bank.
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    -- What owners brought along who came from another unit in the month, less what those who left took along.
    moved_cash_dong INTEGER NOT NULL,
    moved_bank_dong INTEGER NOT NULL,
    PRIMARY KEY (unit, month)
) STRICT, WITHOUT ROWID;

-- The same by owner and year. The year comes first, so that the rows that folding changes are together.
CREATE TABLE owner_year (
    year            INTEGER NOT NULL,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    PRIMARY KEY (year, owner)
) STRICT, WITHOUT ROWID;

-- The last folded posting, and the latest day among the folded ones.
CREATE TABLE unit_month_state (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL CHECK (position >= 0),
    last_day INTEGER NOT NULL CHECK (last_day >= 0)
) STRICT;

INSERT INTO unit_month_state (id, position, last_day) VALUES (1, 0, 0);
