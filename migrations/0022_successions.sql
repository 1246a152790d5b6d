-- What became of a unit: which one took over from which, on the day after the last of its life.
CREATE TABLE succession (
    id              INTEGER PRIMARY KEY,
    predecessor     INTEGER NOT NULL REFERENCES unit (id),
    successor       INTEGER NOT NULL REFERENCES unit (id),
    decision_number TEXT,
    decided_on      INTEGER,
    position        INTEGER NOT NULL,
    CHECK (predecessor <> successor)
) STRICT;

CREATE UNIQUE INDEX succession_pair ON succession (predecessor, successor);

CREATE INDEX succession_successor ON succession (successor);

CREATE TRIGGER succession_next_day BEFORE INSERT ON succession
WHEN NOT EXISTS (
    SELECT 1
    FROM unit AS before, unit AS after
    WHERE before.id = NEW.predecessor AND after.id = NEW.successor AND before.valid_to IS NOT NULL
        AND coalesce(after.valid_to, 99991231) > before.valid_to)
BEGIN SELECT RAISE(ABORT, 'a successor is there after its predecessor'); END;

CREATE TRIGGER succession_kept_as_written BEFORE UPDATE ON succession
BEGIN SELECT RAISE(ABORT, 'successions are never changed'); END;

CREATE TRIGGER succession_never_erased BEFORE DELETE ON succession
BEGIN SELECT RAISE(ABORT, 'successions are never erased'); END;
