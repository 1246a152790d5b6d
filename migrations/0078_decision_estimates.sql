-- The estimate (dự toán) that residents decide on: what is to be raised by source and spent by item.
CREATE TABLE decision_estimate (
    decision INTEGER NOT NULL REFERENCES decision (id),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 100),
    kind     TEXT NOT NULL CHECK (kind IN ('households', 'people_away', 'individuals', 'companies', 'organisations',
        'state_central', 'state_province', 'state_district', 'state_commune', 'state_agencies', 'expenses')),
    -- What an expense is for; of a source, what it is called.
    name     TEXT CHECK (length(name) > 0),
    amount   INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (decision, number),
    CHECK (kind <> 'expenses' OR name IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_estimate_of_draft BEFORE INSERT ON decision_estimate
WHEN (SELECT state FROM decision WHERE id = NEW.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_estimate_kept_as_written BEFORE UPDATE ON decision_estimate
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_estimate_never_erased BEFORE DELETE ON decision_estimate
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;
