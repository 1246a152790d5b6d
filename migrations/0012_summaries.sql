-- Sums that dashboards read, kept in the transaction that changes them, so that reading costs the same however
-- many contributions there are. `danvan verify` recomputes them from the journal.
CREATE TABLE hamlet_year (
    hamlet                   INTEGER NOT NULL REFERENCES hamlet (id),
    year                     INTEGER NOT NULL,
    pledged_dong             INTEGER NOT NULL DEFAULT 0 CHECK (pledged_dong >= 0),
    pledges_count            INTEGER NOT NULL DEFAULT 0 CHECK (pledges_count >= 0),
    received_households_dong INTEGER NOT NULL DEFAULT 0 CHECK (received_households_dong >= 0),
    received_sponsors_dong   INTEGER NOT NULL DEFAULT 0 CHECK (received_sponsors_dong >= 0),
    contributions_count      INTEGER NOT NULL DEFAULT 0 CHECK (contributions_count >= 0),
    households_count         INTEGER NOT NULL DEFAULT 0 CHECK (households_count >= 0),
    spent_dong               INTEGER NOT NULL DEFAULT 0 CHECK (spent_dong >= 0),
    refunded_dong            INTEGER NOT NULL DEFAULT 0 CHECK (refunded_dong >= 0),
    expenditures_count       INTEGER NOT NULL DEFAULT 0 CHECK (expenditures_count >= 0),
    PRIMARY KEY (hamlet, year)
) STRICT, WITHOUT ROWID;

-- What a household gave in a year: a household takes part while this is more than nothing.
CREATE TABLE household_year (
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    year          INTEGER NOT NULL,
    household     INTEGER NOT NULL REFERENCES household (id),
    received_dong INTEGER NOT NULL CHECK (received_dong >= 0),
    PRIMARY KEY (hamlet, year, household)
) STRICT, WITHOUT ROWID;

-- How many households and persons a hamlet has, so that its page need not count them.
CREATE TABLE hamlet_population (
    hamlet     INTEGER PRIMARY KEY REFERENCES hamlet (id),
    households INTEGER NOT NULL CHECK (households >= 0),
    persons    INTEGER NOT NULL CHECK (persons >= 0)
) STRICT;
