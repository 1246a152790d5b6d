-- A person is forgotten by erasing what the private parts of journal rows say, once a row says that they were: that is
-- `household.forgotten` or `user.forgotten`. Nothing else may be erased, and no voucher ever. The hashes of tokens are
-- journalled from now on.
CREATE INDEX journal_forgotten ON journal (subject) WHERE kind IN ('household.forgotten', 'user.forgotten');

CREATE INDEX journal_user ON journal (subject) WHERE kind IN ('user.recorded', 'user.disabled', 'user.enabled');

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR OLD.public_members IS NOT NULL
    OR NEW.public_members IS NOT NULL OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NOT EXISTS (
        SELECT 1 FROM journal AS later
        WHERE later.kind IN ('household.forgotten', 'user.forgotten') AND later.subject = OLD.subject
            AND later.position > OLD.position
            AND later.kind = CASE
                WHEN OLD.kind IN ('household.recorded', 'household.corrected', 'household.changed', 'household.ended')
                    THEN 'household.forgotten'
                WHEN OLD.kind IN ('user.recorded', 'user.disabled', 'user.enabled') THEN 'user.forgotten'
                ELSE ''
            END
    )
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

DROP TRIGGER household_ended_stays;

CREATE TRIGGER household_ended_stays BEFORE UPDATE ON household
WHEN OLD.ended_on IS NOT NULL AND NOT (
    NEW.head_name = '(đã xóa)' AND NEW.address IS NULL AND NEW.workers IS NULL AND NEW.tier IS NULL
    AND NEW.id = OLD.id AND NEW.hamlet = OLD.hamlet AND NEW.code = OLD.code AND NEW.persons = OLD.persons
    AND NEW.valid_from IS OLD.valid_from AND NEW.origin IS OLD.origin AND NEW.ended_on IS OLD.ended_on
    AND NEW.ending IS OLD.ending AND NEW.merged_into IS OLD.merged_into)
BEGIN SELECT RAISE(ABORT, 'a household that ended does not change'); END;

DROP TRIGGER household_version_kept_as_written;

CREATE TRIGGER household_version_kept_as_written BEFORE UPDATE ON household_version
WHEN NOT (
    NEW.head_name = '(đã xóa)' AND NEW.address IS NULL AND NEW.workers IS NULL AND NEW.tier IS NULL
    AND NEW.household = OLD.household AND NEW.version = OLD.version AND NEW.hamlet = OLD.hamlet
    AND NEW.code = OLD.code AND NEW.persons = OLD.persons AND NEW.valid_from IS OLD.valid_from
    AND NEW.origin IS OLD.origin AND NEW.valid_to = OLD.valid_to AND NEW.position = OLD.position
    AND NEW.ended_at = OLD.ended_at
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE kind IN ('household.forgotten', 'user.forgotten') AND kind = 'household.forgotten'
            AND subject = OLD.household))
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

-- Whether the journal row of the token has its hashes: 0 for what was journalled before they were.
ALTER TABLE access_token ADD COLUMN has_hashes INTEGER NOT NULL DEFAULT 0 CHECK (has_hashes IN (0, 1));
