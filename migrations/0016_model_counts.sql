-- How many models there are, for reports and dashboards, kept in the transaction that changes them: a report over
-- a province reads days, not models. `danvan verify` recomputes them.
CREATE TABLE unit_model (
    unit          TEXT NOT NULL,
    registered_on INTEGER NOT NULL,
    area          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    -- Empty for those that are not recognised.
    level         TEXT NOT NULL,
    models_count  INTEGER NOT NULL CHECK (models_count >= 0),
    PRIMARY KEY (unit, registered_on, area, kind, state, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE hamlet_model (
    hamlet       INTEGER NOT NULL REFERENCES hamlet (id),
    state        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    models_count INTEGER NOT NULL CHECK (models_count >= 0),
    PRIMARY KEY (hamlet, state, kind)
) STRICT, WITHOUT ROWID;
