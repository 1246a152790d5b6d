-- Decisions of the residents: what was put to them, how they voted, what came of it. Law 10/2022/QH15 on grassroots
-- democracy; Decree 59/2023, article 3.
CREATE TABLE decision (
    id                  INTEGER PRIMARY KEY,
    hamlet              INTEGER REFERENCES hamlet (id),
    commune             TEXT,
    title               TEXT NOT NULL CHECK (length(title) > 0),
    initiative_consents INTEGER CHECK (initiative_consents > 0),
    initiative_first_on INTEGER,
    amends              INTEGER REFERENCES decision (id),
    recorded_by         INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms         INTEGER NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'held', 'passed', 'failed', 'sent', 'superseded')),
    manner              TEXT CHECK (manner IN ('meeting', 'ballots', 'online')),
    method              TEXT CHECK (method IN ('show_of_hands', 'secret_ballot')),
    held_on             INTEGER,
    place               TEXT,
    chair               TEXT,
    secretary           TEXT,
    households          INTEGER,
    represented         INTEGER,
    sent_to_commune_on  INTEGER,
    sent_to_front_on    INTEGER,
    superseded_by       INTEGER REFERENCES decision (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (manner IS NULL)),
    CHECK ((manner IS NULL) = (method IS NULL) AND (manner IS NULL) = (held_on IS NULL)
        AND (manner IS NULL) = (place IS NULL) AND (manner IS NULL) = (chair IS NULL)
        AND (manner IS NULL) = (secretary IS NULL) AND (manner IS NULL) = (households IS NULL)
        AND (manner IS NULL) = (represented IS NULL)),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
) STRICT;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

CREATE TABLE decision_item (
    decision      INTEGER NOT NULL REFERENCES decision (id),
    number        INTEGER NOT NULL CHECK (number BETWEEN 1 AND 50),
    matter        TEXT NOT NULL CHECK (matter IN ('policy', 'rates', 'exemptions', 'estimate', 'spending_plan',
        'by_law', 'election', 'labour_price', 'land_price', 'material_price')),
    text          TEXT NOT NULL CHECK (length(text) > 0),
    votes_for     INTEGER CHECK (votes_for >= 0),
    votes_against INTEGER CHECK (votes_against >= 0),
    votes_other   INTEGER CHECK (votes_other >= 0),
    threshold     TEXT,
    is_passed     INTEGER CHECK (is_passed IN (0, 1)),
    PRIMARY KEY (decision, number),
    CHECK ((votes_for IS NULL) = (votes_against IS NULL) AND (votes_for IS NULL) = (votes_other IS NULL)),
    CHECK ((threshold IS NULL) = (is_passed IS NULL)),
    CHECK (threshold IS NULL OR votes_for IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Who counted a secret ballot, and who watched.
CREATE TABLE decision_person (
    decision INTEGER NOT NULL REFERENCES decision (id),
    duty     TEXT NOT NULL CHECK (duty IN ('board', 'witness')),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (decision, duty, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision
WHEN NEW.state <> 'draft' AND EXISTS (
    SELECT 1 FROM decision_item
    WHERE decision = NEW.id AND votes_for + votes_against + votes_other IS NOT NEW.represented)
BEGIN SELECT RAISE(ABORT, 'each item has as many votes as households were represented'); END;

CREATE TRIGGER decision_kept_as_held BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'held')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.manner IS NOT OLD.manner OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place OR NEW.chair IS NOT OLD.chair
        OR NEW.secretary IS NOT OLD.secretary OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'held')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'held')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;
