-- The terms of docs/GLOSSARY.md in the schema: reorganisations, unit successions, previous versions with their validity,
-- voting modes, idempotency keys. A CHECK cannot be changed, so some tables are made again, with the same rows. The
-- journal's kinds and members follow in `JournalRenaming`, which computes the rows' hashes again.
ALTER TABLE request_key RENAME TO idempotency_key;

ALTER TABLE hamlet RENAME COLUMN since TO current_from;

ALTER TABLE household RENAME COLUMN since TO valid_from;

CREATE TABLE household_version (
    household  INTEGER NOT NULL REFERENCES household (id),
    version    INTEGER NOT NULL,
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    code       TEXT NOT NULL,
    head_name  TEXT NOT NULL,
    persons    INTEGER NOT NULL,
    address    TEXT,
    workers    INTEGER,
    tier       TEXT,
    valid_from INTEGER,
    origin     INTEGER,
    valid_to   INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position   INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    PRIMARY KEY (household, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

INSERT INTO household_version (household, version, hamlet, code, head_name, persons, address, workers, tier, valid_from,
    origin, valid_to, position, ended_at)
SELECT household, version, hamlet, code, head_name, persons, address, workers, tier, since, origin, until, position,
    ended_at
FROM household_former;

DROP TABLE household_former;

CREATE INDEX household_version_hamlet ON household_version (hamlet);

CREATE TRIGGER household_version_in_time BEFORE INSERT ON household_version
WHEN EXISTS (
    SELECT 1 FROM household_version
    WHERE household = NEW.household AND valid_to >= coalesce(NEW.valid_from, 0))
BEGIN SELECT RAISE(ABORT, 'a household has one version at a time'); END;

CREATE TRIGGER household_version_kept_as_written BEFORE UPDATE ON household_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER household_version_never_erased BEFORE DELETE ON household_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;

CREATE TABLE hamlet_version (
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    version    INTEGER NOT NULL,
    commune    TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position   INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    PRIMARY KEY (hamlet, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

INSERT INTO hamlet_version (hamlet, version, commune, name, kind, valid_from, valid_to, position, ended_at)
SELECT hamlet, version, commune, name, kind, since, until, position, ended_at
FROM hamlet_former;

DROP TABLE hamlet_former;

CREATE INDEX hamlet_version_commune ON hamlet_version (commune);

CREATE TRIGGER hamlet_version_kept_as_written BEFORE UPDATE ON hamlet_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER hamlet_version_never_erased BEFORE DELETE ON hamlet_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;

CREATE TABLE unit_succession (
    id              INTEGER PRIMARY KEY,
    predecessor     INTEGER NOT NULL REFERENCES unit (id),
    successor       INTEGER NOT NULL REFERENCES unit (id),
    decision_number TEXT,
    decided_on      INTEGER,
    position        INTEGER NOT NULL,
    CHECK (predecessor <> successor)
) STRICT;

INSERT INTO unit_succession (id, predecessor, successor, decision_number, decided_on, position)
SELECT id, predecessor, successor, decision_number, decided_on, position
FROM succession;

DROP TABLE succession;

CREATE UNIQUE INDEX unit_succession_pair ON unit_succession (predecessor, successor);

CREATE INDEX unit_succession_successor ON unit_succession (successor);

CREATE TRIGGER unit_succession_next_day BEFORE INSERT ON unit_succession
WHEN NOT EXISTS (
    SELECT 1
    FROM unit AS before, unit AS after
    WHERE before.id = NEW.predecessor AND after.id = NEW.successor AND before.valid_to IS NOT NULL
        AND coalesce(after.valid_to, 99991231) > before.valid_to)
BEGIN SELECT RAISE(ABORT, 'a successor exists after its predecessor'); END;

CREATE TRIGGER unit_succession_kept_as_written BEFORE UPDATE ON unit_succession
BEGIN SELECT RAISE(ABORT, 'successions are never changed'); END;

CREATE TRIGGER unit_succession_never_erased BEFORE DELETE ON unit_succession
BEGIN SELECT RAISE(ABORT, 'successions are never erased'); END;

CREATE TABLE reorganisation (
    id               INTEGER PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'reclassify', 'transfer')),
    effective_on     INTEGER NOT NULL,
    decision_number  TEXT NOT NULL CHECK (length(decision_number) > 0),
    decided_on       INTEGER NOT NULL CHECK (decided_on <= effective_on),
    households       INTEGER NOT NULL CHECK (households >= 0),
    persons          INTEGER NOT NULL CHECK (persons >= households),
    pledges          INTEGER NOT NULL CHECK (pledges >= 0),
    expenditures     INTEGER NOT NULL CHECK (expenditures >= 0),
    models           INTEGER NOT NULL CHECK (models >= 0),
    role_assignments INTEGER NOT NULL CHECK (role_assignments >= 0),
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    position         INTEGER NOT NULL
) STRICT;

INSERT INTO reorganisation (id, kind, effective_on, decision_number, decided_on, households, persons, pledges,
    expenditures, models, role_assignments, recorded_by, recorded_ms, position)
SELECT id, CASE kind WHEN 'retype' THEN 'reclassify' ELSE kind END, effective_on, decision_number, decided_on, households,
    persons, pledges, expenditures, models, tokens, recorded_by, recorded_ms, position
FROM arrangement;

CREATE TABLE reorganisation_hamlet (
    reorganisation INTEGER NOT NULL REFERENCES reorganisation (id),
    number         INTEGER NOT NULL,
    predecessor    INTEGER NOT NULL REFERENCES hamlet (id),
    successor      INTEGER NOT NULL REFERENCES hamlet (id),
    PRIMARY KEY (reorganisation, number)
) STRICT, WITHOUT ROWID;

INSERT INTO reorganisation_hamlet (reorganisation, number, predecessor, successor)
SELECT arrangement, number, predecessor, successor
FROM arrangement_hamlet;

CREATE TABLE reorganisation_fund (
    reorganisation INTEGER NOT NULL REFERENCES reorganisation (id),
    number         INTEGER NOT NULL,
    from_fund      INTEGER NOT NULL REFERENCES fund (id),
    to_fund        INTEGER NOT NULL REFERENCES fund (id),
    cash_dong      INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong      INTEGER NOT NULL CHECK (bank_dong >= 0),
    PRIMARY KEY (reorganisation, number),
    CHECK (from_fund < to_fund)
) STRICT, WITHOUT ROWID;

INSERT INTO reorganisation_fund (reorganisation, number, from_fund, to_fund, cash_dong, bank_dong)
SELECT arrangement, number, from_fund, to_fund, cash_dong, bank_dong
FROM arrangement_fund;

DROP TABLE arrangement_fund;

DROP TABLE arrangement_hamlet;

DROP TABLE arrangement;

CREATE INDEX reorganisation_hamlet_predecessor ON reorganisation_hamlet (predecessor);

CREATE INDEX reorganisation_hamlet_successor ON reorganisation_hamlet (successor);

CREATE INDEX reorganisation_fund_from ON reorganisation_fund (from_fund);

CREATE INDEX reorganisation_fund_to ON reorganisation_fund (to_fund);

-- Numbers are given in time, so a successor that is another hamlet is the younger one: no circles.
CREATE TRIGGER reorganisation_hamlet_goes_on BEFORE INSERT ON reorganisation_hamlet
WHEN NEW.successor < NEW.predecessor
BEGIN SELECT RAISE(ABORT, 'a successor comes after its predecessor'); END;

CREATE TRIGGER reorganisation_kept_as_written BEFORE UPDATE ON reorganisation
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never changed'); END;

CREATE TRIGGER reorganisation_never_erased BEFORE DELETE ON reorganisation
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never erased'); END;

CREATE TRIGGER reorganisation_hamlet_kept_as_written BEFORE UPDATE ON reorganisation_hamlet
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never changed'); END;

CREATE TRIGGER reorganisation_hamlet_never_erased BEFORE DELETE ON reorganisation_hamlet
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never erased'); END;

CREATE TRIGGER reorganisation_fund_kept_as_written BEFORE UPDATE ON reorganisation_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER reorganisation_fund_never_erased BEFORE DELETE ON reorganisation_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

-- The triggers on items and people name the decision's states, so they are made again with its table.
DROP TRIGGER decision_votes_add_up;

DROP TRIGGER decision_kept_as_held;

DROP TRIGGER decision_never_erased;

DROP TRIGGER decision_item_kept_as_voted;

DROP TRIGGER decision_item_never_erased;

DROP TRIGGER decision_person_never_erased;

CREATE TABLE new_decision (
    id                  INTEGER PRIMARY KEY,
    hamlet              INTEGER REFERENCES hamlet (id),
    commune             TEXT,
    title               TEXT NOT NULL CHECK (length(title) > 0),
    initiative_consents INTEGER CHECK (initiative_consents > 0),
    initiative_first_on INTEGER,
    amends              INTEGER REFERENCES new_decision (id),
    recorded_by         INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms         INTEGER NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'voted', 'passed', 'failed', 'sent', 'superseded')),
    voting_mode         TEXT CHECK (voting_mode IN ('meeting', 'ballots', 'online')),
    method              TEXT CHECK (method IN ('show_of_hands', 'secret_ballot')),
    held_on             INTEGER,
    place               TEXT,
    chair               TEXT,
    secretary           TEXT,
    households          INTEGER,
    represented         INTEGER,
    sent_to_commune_on  INTEGER,
    sent_to_front_on    INTEGER,
    superseded_by       INTEGER REFERENCES new_decision (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (voting_mode IS NULL)),
    CHECK ((voting_mode IS NULL) = (method IS NULL) AND (voting_mode IS NULL) = (held_on IS NULL)
        AND (voting_mode IS NULL) = (place IS NULL) AND (voting_mode IS NULL) = (chair IS NULL)
        AND (voting_mode IS NULL) = (secretary IS NULL) AND (voting_mode IS NULL) = (households IS NULL)
        AND (voting_mode IS NULL) = (represented IS NULL)),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
) STRICT;

INSERT INTO new_decision
SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by, recorded_ms,
    CASE state WHEN 'held' THEN 'voted' ELSE state END, manner, method, held_on, place, chair, secretary, households,
    represented, sent_to_commune_on, sent_to_front_on, superseded_by, version, position
FROM decision;

DROP TABLE decision;

ALTER TABLE new_decision RENAME TO decision;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision
WHEN NEW.state <> 'draft' AND EXISTS (
    SELECT 1 FROM decision_item
    WHERE decision = NEW.id AND votes_for + votes_against + votes_other IS NOT NEW.represented)
BEGIN SELECT RAISE(ABORT, 'each item has as many votes as households were represented'); END;

CREATE TRIGGER decision_kept_as_voted BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'voted')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.voting_mode IS NOT OLD.voting_mode OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place OR NEW.chair IS NOT OLD.chair
        OR NEW.secretary IS NOT OLD.secretary OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;
