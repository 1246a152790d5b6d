-- The decisions in force on an earlier day: those that authorised a fund before, and items that were replaced one by one.
CREATE TABLE fund_decision (
    fund     INTEGER NOT NULL REFERENCES fund (id),
    number   INTEGER NOT NULL,
    decision INTEGER NOT NULL REFERENCES decision (id),
    PRIMARY KEY (fund, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fund_decision_kept_as_written BEFORE UPDATE ON fund_decision
BEGIN SELECT RAISE(ABORT, 'earlier decisions of a fund are kept'); END;

CREATE TRIGGER fund_decision_never_erased BEFORE DELETE ON fund_decision
BEGIN SELECT RAISE(ABORT, 'earlier decisions of a fund are kept'); END;

-- The decision that replaced this item; NULL also where a whole decision was replaced.
ALTER TABLE decision_item ADD COLUMN superseded_by INTEGER REFERENCES decision (id);

DROP TRIGGER decision_item_kept_as_voted;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
    AND (NEW.decision <> OLD.decision OR NEW.number <> OLD.number OR NEW.matter <> OLD.matter OR NEW.text <> OLD.text
        OR NEW.votes_for IS NOT OLD.votes_for OR NEW.votes_against IS NOT OLD.votes_against
        OR NEW.votes_other IS NOT OLD.votes_other OR NEW.threshold IS NOT OLD.threshold
        OR NEW.is_passed IS NOT OLD.is_passed
        OR OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS NOT OLD.superseded_by)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;
