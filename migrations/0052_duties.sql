-- An appraiser who has given no scores and has lost the role is replaced.
DROP TRIGGER model_appraiser_fixed;

CREATE TRIGGER model_appraiser_fixed BEFORE DELETE ON model_appraiser
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = OLD.model AND appraiser = OLD.appraiser)
    OR EXISTS (SELECT 1 FROM model WHERE id = OLD.model AND state IN ('recognised', 'declined'))
BEGIN SELECT RAISE(ABORT, 'who appraised a model stays named'); END;

-- The history of a household, to find who took it out of the count of a day.
CREATE INDEX journal_household ON journal (subject)
WHERE kind IN ('household.recorded', 'household.corrected', 'household.changed', 'household.ended');
