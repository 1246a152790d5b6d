-- Who appraises a model is fixed before the first of them has given scores.
CREATE TABLE model_appraiser (
    model     INTEGER NOT NULL REFERENCES model (id),
    number    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 10),
    appraiser INTEGER NOT NULL REFERENCES user_account (id),
    PRIMARY KEY (model, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX model_appraiser_person ON model_appraiser (model, appraiser);

CREATE TRIGGER model_appraiser_kept_as_written BEFORE UPDATE ON model_appraiser
BEGIN SELECT RAISE(ABORT, 'the appraisers of a model stay once they have begun'); END;

CREATE TRIGGER model_appraiser_fixed BEFORE DELETE ON model_appraiser
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = OLD.model)
BEGIN SELECT RAISE(ABORT, 'the appraisers of a model stay once they have begun'); END;

-- Where appraisers are named, nobody else appraises.
CREATE TRIGGER appraisal_by_appraiser BEFORE INSERT ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM model_appraiser WHERE model = NEW.model AND appraiser = NEW.appraiser)
BEGIN SELECT RAISE(ABORT, 'a model is appraised by its appraisers'); END;
