-- The private part of an entry names the request with an Idempotency-Key that wrote it, by a digest, so that all that is
-- stored of responses follows from the log. One entry, made with this migration, names those stored before for good.
ALTER TABLE journal ADD COLUMN request BLOB CHECK (length(request) = 32);

-- The entry that the response follows from: the last one that names its request. NULL for what was stored before.
ALTER TABLE idempotency_key ADD COLUMN position INTEGER CHECK (position > 0);

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR NEW.public_members IS NOT OLD.public_members
    OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NEW.request IS NOT OLD.request
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
