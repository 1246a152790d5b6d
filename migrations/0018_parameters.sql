-- What the law or the office sets and the software does not: thresholds, deadlines, names on forms. Dated, for a unit's
-- subtree or, with an empty unit, everywhere; followed by later rows, never changed.
CREATE TABLE parameter (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL CHECK (length(key) > 0),
    unit       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    value      TEXT NOT NULL CHECK (length(value) > 0),
    source     TEXT NOT NULL CHECK (length(source) > 0),
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX parameter_day ON parameter (key, unit, valid_from);

CREATE TRIGGER parameter_kept_as_written BEFORE UPDATE ON parameter
BEGIN SELECT RAISE(ABORT, 'parameters are followed by later ones, never changed'); END;

CREATE TRIGGER parameter_never_erased BEFORE DELETE ON parameter
BEGIN SELECT RAISE(ABORT, 'parameters are followed by later ones, never erased'); END;
