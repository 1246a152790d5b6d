-- Models of skilled mass mobilisation and their appraisals. What people are honoured for must not change after the
-- decision, and nobody decides on what they appraised: the triggers say again what the domain says.
CREATE TABLE model (
    id              INTEGER PRIMARY KEY,
    hamlet          INTEGER REFERENCES hamlet (id),
    organisation    INTEGER REFERENCES organisation (id),
    -- The unit in which the owner stood when the model was recorded.
    unit            TEXT NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    name            TEXT NOT NULL CHECK (length(name) > 0),
    area            TEXT NOT NULL
        CHECK (area IN ('economy', 'culture_society', 'security_defence', 'political_system')),
    kind            TEXT NOT NULL CHECK (kind IN ('collective', 'individual')),
    year            INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    situation       TEXT,
    objective       TEXT,
    method          TEXT,
    place           TEXT,
    forces          TEXT,
    resources       TEXT,
    time            TEXT,
    outputs         TEXT,
    lasting         TEXT,
    replicated_from INTEGER REFERENCES model (id),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'registered', 'returned', 'accepted', 'appraised',
        'recognised', 'declined')),
    registered_on   INTEGER,
    criteria_set    INTEGER REFERENCES criteria_set (id),
    remarks         TEXT,
    level           TEXT CHECK (level IN ('hamlet', 'commune', 'district', 'province', 'central')),
    decision_number TEXT,
    decided_on      INTEGER,
    signer          TEXT,
    decline_reason  TEXT,
    decided_by      INTEGER REFERENCES user_account (id),
    version         INTEGER NOT NULL,
    search_key      TEXT NOT NULL,
    position        INTEGER NOT NULL,
    -- One owner: a hamlet or an organisation.
    CHECK ((hamlet IS NULL) <> (organisation IS NULL)),
    CHECK (replicated_from <> id),
    CHECK ((state = 'draft') = (registered_on IS NULL)),
    CHECK ((state = 'returned') = (remarks IS NOT NULL)),
    CHECK (state NOT IN ('appraised', 'recognised', 'declined') OR criteria_set IS NOT NULL),
    CHECK ((state = 'recognised') = (level IS NOT NULL)),
    CHECK ((level IS NULL) = (decision_number IS NULL) AND (level IS NULL) = (decided_on IS NULL)
        AND (level IS NULL) = (signer IS NULL)),
    CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
    CHECK ((state IN ('recognised', 'declined')) = (decided_by IS NOT NULL)),
    -- Law 72/2025/QH15: there is no district level after 2025-06-30.
    CHECK (level <> 'district' OR decided_on <= 20250630)
) STRICT;

CREATE INDEX model_hamlet ON model (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX model_name ON model (year, search_key);

CREATE INDEX model_source ON model (replicated_from) WHERE replicated_from IS NOT NULL;

CREATE TABLE appraisal (
    id          INTEGER PRIMARY KEY,
    model       INTEGER NOT NULL REFERENCES model (id),
    appraiser   INTEGER NOT NULL REFERENCES user_account (id),
    remarks     TEXT,
    recorded_ms INTEGER NOT NULL,
    position    INTEGER NOT NULL
) STRICT;

-- A person appraises a model once.
CREATE UNIQUE INDEX appraisal_person ON appraisal (model, appraiser);

CREATE TABLE appraisal_score (
    appraisal    INTEGER NOT NULL REFERENCES appraisal (id),
    number       INTEGER NOT NULL,
    criteria_set INTEGER NOT NULL,
    score        INTEGER NOT NULL CHECK (score >= 0),
    PRIMARY KEY (appraisal, number),
    FOREIGN KEY (criteria_set, number) REFERENCES criterion (criteria_set, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER model_frozen BEFORE UPDATE ON model WHEN OLD.state IN ('recognised', 'declined')
BEGIN SELECT RAISE(ABORT, 'models are frozen by the decision'); END;

CREATE TRIGGER model_needs_appraisals BEFORE UPDATE ON model
WHEN NEW.state IN ('appraised', 'recognised', 'declined')
    AND (SELECT count(*) FROM appraisal WHERE model = NEW.id) < 2
BEGIN SELECT RAISE(ABORT, 'two appraisals come before the decision'); END;

CREATE TRIGGER model_decided_by_others BEFORE UPDATE ON model
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = NEW.id AND appraiser = NEW.decided_by)
BEGIN SELECT RAISE(ABORT, 'who appraised does not decide'); END;

CREATE TRIGGER model_never_erased BEFORE DELETE ON model WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'registered models are never erased'); END;

CREATE TRIGGER appraisal_in_time BEFORE INSERT ON appraisal
WHEN (SELECT state FROM model WHERE id = NEW.model) NOT IN ('accepted', 'appraised')
BEGIN SELECT RAISE(ABORT, 'only accepted models are appraised'); END;

CREATE TRIGGER appraisal_kept_as_written BEFORE UPDATE ON appraisal
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

CREATE TRIGGER appraisal_never_erased BEFORE DELETE ON appraisal
BEGIN SELECT RAISE(ABORT, 'appraisals are never erased'); END;

CREATE TRIGGER appraisal_score_within_maximum BEFORE INSERT ON appraisal_score
WHEN NEW.score > (SELECT max FROM criterion WHERE criteria_set = NEW.criteria_set AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a score is at most its maximum'); END;

CREATE TRIGGER appraisal_score_kept_as_written BEFORE UPDATE ON appraisal_score
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

CREATE TRIGGER appraisal_score_never_erased BEFORE DELETE ON appraisal_score
BEGIN SELECT RAISE(ABORT, 'appraisals are never erased'); END;
