-- Sums of money by fund and year, folded from postings as those by owner and year are, so that the report of a province
-- by fund is a sum over few rows too. All postings are folded again, now into three tables.
CREATE TABLE fund_year (
    -- The year comes first, so that the rows that folding changes are together.
    year            INTEGER NOT NULL,
    fund            INTEGER NOT NULL REFERENCES fund (id),
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    PRIMARY KEY (year, fund)
) STRICT, WITHOUT ROWID;

DELETE FROM unit_month;
DELETE FROM owner_year;
UPDATE unit_month_state SET position = 0, last_day = 0;
