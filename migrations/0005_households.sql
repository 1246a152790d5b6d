-- Households. The head's name is the only personal name; persons are a count. No status of poverty, no religion,
-- no ethnicity: what is not here cannot leak.
CREATE TABLE household (
    id         INTEGER PRIMARY KEY,
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    code       TEXT NOT NULL CHECK (length(code) > 0),
    head_name  TEXT NOT NULL CHECK (length(head_name) > 0),
    persons    INTEGER NOT NULL CHECK (persons BETWEEN 1 AND 99),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX household_code ON household (hamlet, code);
