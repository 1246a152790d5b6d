-- Also the persons of a model of an individual, of its appraisals, of the minutes of a decision and of a bank credit
-- that is no contribution can be forgotten. A private part is erased for these kinds alone; no voucher ever.
DROP INDEX journal_forgotten;

CREATE INDEX journal_forgotten ON journal (subject)
WHERE kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten';

-- The rows that are erased then; those of households and users have indexes of their own.
CREATE INDEX journal_personal ON journal (subject)
WHERE kind = 'model.recorded' OR kind = 'model.changed' OR kind = 'appraisal.recorded'
    OR kind = 'decision.recorded' OR kind = 'decision.changed' OR kind = 'bank_credit.recorded'
    OR kind = 'bank_credit.changed';

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR NEW.public_members IS NOT OLD.public_members
    OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NOT EXISTS (
        SELECT 1 FROM journal AS later
        WHERE (later.kind = 'household.forgotten' OR later.kind = 'user.forgotten'
            OR later.kind = 'model.forgotten' OR later.kind = 'appraisal.forgotten'
            OR later.kind = 'decision.forgotten' OR later.kind = 'bank_credit.forgotten')
            AND later.subject = OLD.subject AND later.position > OLD.position
            AND later.kind = CASE
                WHEN (OLD.kind = 'household.recorded' OR OLD.kind = 'household.corrected'
                    OR OLD.kind = 'household.changed' OR OLD.kind = 'household.ended')
                    THEN 'household.forgotten'
                WHEN (OLD.kind = 'user.recorded' OR OLD.kind = 'user.disabled' OR OLD.kind = 'user.enabled')
                    THEN 'user.forgotten'
                WHEN OLD.kind IN ('model.recorded', 'model.changed') THEN 'model.forgotten'
                WHEN OLD.kind = 'appraisal.recorded' THEN 'appraisal.forgotten'
                WHEN OLD.kind IN ('decision.recorded', 'decision.changed') THEN 'decision.forgotten'
                WHEN OLD.kind IN ('bank_credit.recorded', 'bank_credit.changed') THEN 'bank_credit.forgotten'
                ELSE ''
            END
    )
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

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
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'household.forgotten' AND subject = OLD.household))
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

DROP TRIGGER model_frozen;

-- What a decided model says of a person goes; what was decided, by whom and when stays.
CREATE TRIGGER model_frozen BEFORE UPDATE ON model
WHEN OLD.state IN ('recognised', 'declined') AND NOT (
    OLD.kind = 'individual' AND NEW.name = '(đã xóa)' AND NEW.situation IS NULL AND NEW.objective IS NULL
    AND NEW.method IS NULL AND NEW.place IS NULL AND NEW.forces IS NULL AND NEW.resources IS NULL
    AND NEW.time IS NULL AND NEW.outputs IS NULL AND NEW.lasting IS NULL
    AND (NEW.decline_reason IS NULL OR NEW.decline_reason = '(đã xóa)')
    AND NEW.id = OLD.id AND NEW.hamlet IS OLD.hamlet AND NEW.organisation IS OLD.organisation
    AND NEW.unit = OLD.unit AND NEW.recorded_by = OLD.recorded_by AND NEW.recorded_ms = OLD.recorded_ms
    AND NEW.area = OLD.area AND NEW.kind = OLD.kind AND NEW.year = OLD.year
    AND NEW.replicated_from IS OLD.replicated_from AND NEW.state = OLD.state
    AND NEW.registered_on IS OLD.registered_on AND NEW.criteria_set IS OLD.criteria_set
    AND NEW.level IS OLD.level AND NEW.decision_number IS OLD.decision_number
    AND NEW.decided_on IS OLD.decided_on AND NEW.signer IS OLD.signer AND NEW.decided_by IS OLD.decided_by
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'model.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'models are frozen by the decision'); END;

DROP TRIGGER appraisal_kept_as_written;

CREATE TRIGGER appraisal_kept_as_written BEFORE UPDATE ON appraisal
WHEN NOT (
    NEW.remarks IS NULL AND NEW.id = OLD.id AND NEW.model = OLD.model AND NEW.appraiser = OLD.appraiser
    AND NEW.recorded_ms = OLD.recorded_ms
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'appraisal.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

DROP TRIGGER decision_kept_as_voted;

CREATE TRIGGER decision_kept_as_voted BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'voted')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.voting_mode IS NOT OLD.voting_mode OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place
        OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented OR NEW.voted_by IS NOT OLD.voted_by
        OR NEW.earlier_meeting IS NOT OLD.earlier_meeting OR NEW.chose_online IS NOT OLD.chose_online
        OR NEW.quorum IS NOT OLD.quorum
        OR (NEW.chair IS NOT OLD.chair OR NEW.secretary IS NOT OLD.secretary) AND NOT (
            NEW.chair = '(đã xóa)' AND NEW.secretary = '(đã xóa)'
            AND EXISTS (
                SELECT 1 FROM journal
                WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
                    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten'
                    OR kind = 'bank_credit.forgotten')
                    AND kind = 'decision.forgotten' AND subject = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

DROP TRIGGER decision_person_kept_as_written;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
WHEN NOT (
    NEW.name = '(đã xóa)' AND NEW.decision = OLD.decision AND NEW.duty = OLD.duty AND NEW.number = OLD.number
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'decision.forgotten' AND subject = OLD.decision))
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

DROP TRIGGER bank_credit_stays;

-- What the bank told is never changed, who paid included, but when the payer is forgotten.
CREATE TRIGGER bank_credit_stays BEFORE UPDATE ON bank_credit
WHEN NEW.id <> OLD.id OR NEW.account <> OLD.account OR NEW.owner <> OLD.owner OR NEW.line <> OLD.line
    OR NEW.amount_dong <> OLD.amount_dong OR NEW.booked_on <> OLD.booked_on OR NEW.reference <> OLD.reference
    OR NEW.reference_key <> OLD.reference_key OR NEW.source <> OLD.source
    OR NEW.recorded_by IS NOT OLD.recorded_by OR NEW.recorded_ms <> OLD.recorded_ms
    OR (NEW.memo <> OLD.memo OR NEW.payer_name IS NOT OLD.payer_name OR NEW.payer_account IS NOT OLD.payer_account
        OR NEW.payment_code IS NOT OLD.payment_code) AND NOT (
            NEW.memo = '(đã xóa)' AND NEW.payer_name IS NULL AND NEW.payer_account IS NULL
            AND NEW.payment_code IS NULL AND NEW.ignored_reason = '(đã xóa)'
            AND EXISTS (
                SELECT 1 FROM journal
                WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
                    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten'
                    OR kind = 'bank_credit.forgotten')
                    AND kind = 'bank_credit.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'what the bank told of a credit never changes'); END;
