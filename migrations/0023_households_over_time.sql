-- Households over time: what a household was stays when it changes, moves or ends, each with its days. The tier of
-- economic situation is for the hamlet and the commune only; who lives there stays a count.
ALTER TABLE household ADD COLUMN address TEXT CHECK (length(address) > 0);

ALTER TABLE household ADD COLUMN workers INTEGER CHECK (workers BETWEEN 0 AND persons);

ALTER TABLE household ADD COLUMN tier TEXT CHECK (length(tier) > 0);

-- The first day of what stands in the row; NULL since before the records.
ALTER TABLE household ADD COLUMN since INTEGER;

-- The household from which this one parted.
ALTER TABLE household ADD COLUMN origin INTEGER REFERENCES household (id) CHECK (origin <> id);

-- The last day.
ALTER TABLE household ADD COLUMN ended_on INTEGER CHECK (since IS NULL OR since <= ended_on);

ALTER TABLE household ADD COLUMN ending TEXT CHECK (ending IN ('moved_away', 'merged', 'dissolved'));

ALTER TABLE household ADD COLUMN merged_into INTEGER REFERENCES household (id) CHECK (merged_into <> id);

CREATE TRIGGER household_ends_whole BEFORE UPDATE ON household
WHEN (NEW.ended_on IS NULL) <> (NEW.ending IS NULL) OR (NEW.merged_into IS NOT NULL) <> (NEW.ending IS 'merged')
BEGIN SELECT RAISE(ABORT, 'a household ends on a day, in a way'); END;

CREATE TRIGGER household_ended_stays BEFORE UPDATE ON household WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a household that ended does not change'); END;

CREATE TRIGGER household_never_erased BEFORE DELETE ON household
BEGIN SELECT RAISE(ABORT, 'households end, they are never erased'); END;

-- The code of a household that ended may be given again.
DROP INDEX household_code;

CREATE UNIQUE INDEX household_code ON household (hamlet, code) WHERE ended_on IS NULL;

CREATE INDEX household_ended ON household (hamlet) WHERE ended_on IS NOT NULL;

-- What a household was from one day to another: a household is in one hamlet at a time.
CREATE TABLE household_former (
    household INTEGER NOT NULL REFERENCES household (id),
    version   INTEGER NOT NULL,
    hamlet    INTEGER NOT NULL REFERENCES hamlet (id),
    code      TEXT NOT NULL,
    head_name TEXT NOT NULL,
    persons   INTEGER NOT NULL,
    address   TEXT,
    workers   INTEGER,
    tier      TEXT,
    since     INTEGER,
    origin    INTEGER,
    until     INTEGER NOT NULL,
    -- The journal's row of this state, and the one that ended it.
    position  INTEGER NOT NULL,
    ended_at  INTEGER NOT NULL,
    PRIMARY KEY (household, version),
    CHECK (since IS NULL OR since <= until),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX household_former_hamlet ON household_former (hamlet);

CREATE TRIGGER household_former_in_time BEFORE INSERT ON household_former
WHEN EXISTS (SELECT 1 FROM household_former WHERE household = NEW.household AND until >= coalesce(NEW.since, 0))
BEGIN SELECT RAISE(ABORT, 'a household is in one state at a time'); END;

CREATE TRIGGER household_former_kept_as_written BEFORE UPDATE ON household_former
BEGIN SELECT RAISE(ABORT, 'what was is never changed'); END;

CREATE TRIGGER household_former_never_erased BEFORE DELETE ON household_former
BEGIN SELECT RAISE(ABORT, 'what was is never erased'); END;
