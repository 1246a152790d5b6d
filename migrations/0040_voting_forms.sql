-- Forms of deciding: ballots and online votes have no method of voting, ballots follow a meeting that lacked households,
-- a by-law needs a quorum, four people sign. Who recorded the votes, earlier recordings, and a second count of the
-- households. A CHECK cannot be changed, so tables and columns are made again, with the same rows.
DROP TRIGGER decision_votes_add_up;

DROP TRIGGER decision_kept_as_voted;

DROP TRIGGER decision_never_erased;

DROP TRIGGER decision_item_kept_as_voted;

DROP TRIGGER decision_item_never_erased;

DROP TRIGGER decision_person_kept_as_written;

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
    -- NULL for votes recorded before this column.
    voted_by            INTEGER REFERENCES user_account (id),
    -- The meeting that lacked households, after which ballots were brought to them.
    earlier_meeting     INTEGER REFERENCES new_decision (id),
    -- The households that chose to vote online.
    chose_online        INTEGER CHECK (chose_online >= 0),
    -- The share of the households that a meeting on a by-law needed.
    quorum              TEXT,
    -- The households of the day of the vote, counted again by another person.
    recounted           INTEGER,
    recounted_by        INTEGER REFERENCES user_account (id),
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (voting_mode IS NULL)),
    CHECK ((voting_mode IS NULL) = (held_on IS NULL)
        AND (voting_mode IS NULL) = (place IS NULL) AND (voting_mode IS NULL) = (chair IS NULL)
        AND (voting_mode IS NULL) = (secretary IS NULL) AND (voting_mode IS NULL) = (households IS NULL)
        AND (voting_mode IS NULL) = (represented IS NULL)),
    -- Before this migration, ballots and online votes had a method too.
    CHECK (voting_mode <> 'meeting' OR method IS NOT NULL),
    CHECK (method IS NULL OR voting_mode IS NOT NULL),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL)),
    CHECK (voted_by IS NULL OR voting_mode IS NOT NULL),
    CHECK (earlier_meeting IS NULL OR (voting_mode = 'ballots' AND earlier_meeting <> id)),
    CHECK (chose_online IS NULL OR voting_mode = 'online'),
    CHECK (quorum IS NULL OR (voting_mode = 'meeting' AND state IN ('passed', 'failed', 'sent', 'superseded'))),
    CHECK ((recounted IS NULL) = (recounted_by IS NULL)),
    CHECK (recounted IS NULL OR (state IN ('passed', 'sent', 'superseded') AND represented <= recounted)),
    -- Nobody counts again what they recorded.
    CHECK (recounted_by NOT IN (recorded_by, coalesce(voted_by, recorded_by)))
) STRICT;

INSERT INTO new_decision (id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by,
    recorded_ms, state, voting_mode, method, held_on, place, chair, secretary, households, represented,
    sent_to_commune_on, sent_to_front_on, superseded_by, version, position)
SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by, recorded_ms, state,
    voting_mode, method, held_on, place, chair, secretary, households, represented, sent_to_commune_on,
    sent_to_front_on, superseded_by, version, position
FROM decision;

DROP TABLE decision;

ALTER TABLE new_decision RENAME TO decision;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

-- Two more matters: members of boards, and other affairs of the hamlet.
ALTER TABLE decision_item RENAME COLUMN matter TO old_matter;

ALTER TABLE decision_item ADD COLUMN matter TEXT NOT NULL DEFAULT 'other'
    CHECK (matter IN ('policy', 'rates', 'exemptions', 'estimate', 'spending_plan', 'by_law', 'election', 'labour_price',
        'land_price', 'material_price', 'boards', 'other'));

UPDATE decision_item SET matter = old_matter;

ALTER TABLE decision_item DROP COLUMN old_matter;

-- Four people sign the minutes: the head of the hamlet, the head of its Front committee, two of the households.
CREATE TABLE new_decision_person (
    decision INTEGER NOT NULL REFERENCES decision (id),
    duty     TEXT NOT NULL CHECK (duty IN ('board', 'witness', 'hamlet_head', 'front_head', 'household')),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (decision, duty, number)
) STRICT, WITHOUT ROWID;

INSERT INTO new_decision_person (decision, duty, number, name)
SELECT decision, duty, number, name
FROM decision_person;

DROP TABLE decision_person;

ALTER TABLE new_decision_person RENAME TO decision_person;

-- Votes that were recorded again: what stood before, by item.
CREATE TABLE decision_recording (
    decision      INTEGER NOT NULL REFERENCES decision (id),
    recording     INTEGER NOT NULL CHECK (recording >= 1),
    number        INTEGER NOT NULL CHECK (number BETWEEN 1 AND 50),
    recorded_by   INTEGER REFERENCES user_account (id),
    voting_mode   TEXT NOT NULL CHECK (voting_mode IN ('meeting', 'ballots', 'online')),
    held_on       INTEGER NOT NULL,
    households    INTEGER NOT NULL,
    represented   INTEGER NOT NULL CHECK (represented BETWEEN 0 AND households),
    votes_for     INTEGER NOT NULL CHECK (votes_for >= 0),
    votes_against INTEGER NOT NULL CHECK (votes_against >= 0),
    votes_other   INTEGER NOT NULL CHECK (votes_other >= 0),
    PRIMARY KEY (decision, recording, number),
    CHECK (votes_for + votes_against + votes_other = represented)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_recording_kept_as_written BEFORE UPDATE ON decision_recording
BEGIN SELECT RAISE(ABORT, 'recorded votes are kept'); END;

CREATE TRIGGER decision_recording_never_erased BEFORE DELETE ON decision_recording
BEGIN SELECT RAISE(ABORT, 'recorded votes are kept'); END;

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
        OR NEW.represented IS NOT OLD.represented OR NEW.voted_by IS NOT OLD.voted_by
        OR NEW.earlier_meeting IS NOT OLD.earlier_meeting OR NEW.chose_online IS NOT OLD.chose_online
        OR NEW.quorum IS NOT OLD.quorum)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
    AND (NEW.decision <> OLD.decision OR NEW.number <> OLD.number OR NEW.matter <> OLD.matter OR NEW.text <> OLD.text
        OR NEW.votes_for IS NOT OLD.votes_for OR NEW.votes_against IS NOT OLD.votes_against
        OR NEW.votes_other IS NOT OLD.votes_other OR NEW.threshold IS NOT OLD.threshold
        OR NEW.is_passed IS NOT OLD.is_passed
        OR OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS NOT OLD.superseded_by)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;
