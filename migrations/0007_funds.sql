-- Funds of a hamlet: the people's money for one purpose.
CREATE TABLE fund (
    id       INTEGER PRIMARY KEY,
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX fund_name ON fund (hamlet, name);
