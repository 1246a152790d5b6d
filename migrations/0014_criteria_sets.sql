-- Criteria by which models are appraised in a unit's subtree from a day on. Weights add up to 100. A set is never
-- changed, because models keep the one under which they were registered.
CREATE TABLE criteria_set (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    pass       INTEGER NOT NULL CHECK (pass BETWEEN 0 AND 100),
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX criteria_set_day ON criteria_set (unit, valid_from);

CREATE TABLE criterion (
    criteria_set INTEGER NOT NULL REFERENCES criteria_set (id),
    number       INTEGER NOT NULL CHECK (number BETWEEN 1 AND 100),
    name         TEXT NOT NULL CHECK (length(name) > 0),
    weight       INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    max          INTEGER NOT NULL CHECK (max BETWEEN 1 AND 1000),
    PRIMARY KEY (criteria_set, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER criteria_set_kept_as_written BEFORE UPDATE ON criteria_set
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never changed'); END;

CREATE TRIGGER criteria_set_never_erased BEFORE DELETE ON criteria_set
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never erased'); END;

CREATE TRIGGER criterion_kept_as_written BEFORE UPDATE ON criterion
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never changed'); END;

CREATE TRIGGER criterion_never_erased BEFORE DELETE ON criterion
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never erased'); END;
