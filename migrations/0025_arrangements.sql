-- What an authority decided about hamlets: merged, split, named otherwise, of another kind, put to another commune. What
-- they were stays, each life with its days, and the minutes of what was handed over.
ALTER TABLE hamlet ADD COLUMN since INTEGER CHECK (since > valid_from);

CREATE TABLE hamlet_former (
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    version  INTEGER NOT NULL,
    commune  TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    since    INTEGER,
    until    INTEGER NOT NULL,
    -- The journal's row of this life, and the one that ended it.
    position INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (hamlet, version),
    CHECK (since IS NULL OR since <= until),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX hamlet_former_commune ON hamlet_former (commune);

CREATE TRIGGER hamlet_former_kept_as_written BEFORE UPDATE ON hamlet_former
BEGIN SELECT RAISE(ABORT, 'what was is never changed'); END;

CREATE TRIGGER hamlet_former_never_erased BEFORE DELETE ON hamlet_former
BEGIN SELECT RAISE(ABORT, 'what was is never erased'); END;

CREATE TRIGGER hamlet_closed_stays BEFORE UPDATE ON hamlet WHEN OLD.valid_to IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a hamlet that was closed does not change'); END;

CREATE TRIGGER hamlet_never_erased BEFORE DELETE ON hamlet
BEGIN SELECT RAISE(ABORT, 'hamlets are closed, never erased'); END;

CREATE TABLE arrangement (
    id              INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'retype', 'transfer')),
    effective_on    INTEGER NOT NULL,
    decision_number TEXT NOT NULL CHECK (length(decision_number) > 0),
    decided_on      INTEGER NOT NULL CHECK (decided_on <= effective_on),
    households      INTEGER NOT NULL CHECK (households >= 0),
    persons         INTEGER NOT NULL CHECK (persons >= households),
    pledges         INTEGER NOT NULL CHECK (pledges >= 0),
    expenditures    INTEGER NOT NULL CHECK (expenditures >= 0),
    models          INTEGER NOT NULL CHECK (models >= 0),
    tokens          INTEGER NOT NULL CHECK (tokens >= 0),
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    position        INTEGER NOT NULL
) STRICT;

CREATE TABLE arrangement_hamlet (
    arrangement INTEGER NOT NULL REFERENCES arrangement (id),
    number      INTEGER NOT NULL,
    predecessor INTEGER NOT NULL REFERENCES hamlet (id),
    successor   INTEGER NOT NULL REFERENCES hamlet (id),
    PRIMARY KEY (arrangement, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrangement_hamlet_predecessor ON arrangement_hamlet (predecessor);

CREATE INDEX arrangement_hamlet_successor ON arrangement_hamlet (successor);

-- Numbers are given in time, so a successor that is another hamlet is the younger one: no circles.
CREATE TRIGGER arrangement_hamlet_goes_on BEFORE INSERT ON arrangement_hamlet WHEN NEW.successor < NEW.predecessor
BEGIN SELECT RAISE(ABORT, 'a successor comes after its predecessor'); END;

-- The minutes: what each fund of a hamlet that was closed gave to which fund, cash and bank apart.
CREATE TABLE arrangement_fund (
    arrangement INTEGER NOT NULL REFERENCES arrangement (id),
    number      INTEGER NOT NULL,
    from_fund   INTEGER NOT NULL REFERENCES fund (id),
    to_fund     INTEGER NOT NULL REFERENCES fund (id),
    cash_dong   INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong   INTEGER NOT NULL CHECK (bank_dong >= 0),
    PRIMARY KEY (arrangement, number),
    CHECK (from_fund < to_fund)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrangement_fund_from ON arrangement_fund (from_fund);

CREATE INDEX arrangement_fund_to ON arrangement_fund (to_fund);

CREATE TRIGGER arrangement_kept_as_written BEFORE UPDATE ON arrangement
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never changed'); END;

CREATE TRIGGER arrangement_never_erased BEFORE DELETE ON arrangement
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never erased'); END;

CREATE TRIGGER arrangement_hamlet_kept_as_written BEFORE UPDATE ON arrangement_hamlet
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never changed'); END;

CREATE TRIGGER arrangement_hamlet_never_erased BEFORE DELETE ON arrangement_hamlet
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never erased'); END;

CREATE TRIGGER arrangement_fund_kept_as_written BEFORE UPDATE ON arrangement_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER arrangement_fund_never_erased BEFORE DELETE ON arrangement_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

CREATE INDEX model_open_hamlet ON model (hamlet)
    WHERE state IN ('draft', 'registered', 'returned', 'accepted', 'appraised');

CREATE INDEX access_token_hamlet ON access_token (hamlet) WHERE hamlet IS NOT NULL;
