-- A household takes part in a year when one of its receipts stands: that it does is kept, not what it gave, which the
-- receipts say. So whoever gives again in a year changes a page less.
CREATE TABLE new_household_year (
    hamlet    INTEGER NOT NULL REFERENCES hamlet (id),
    year      INTEGER NOT NULL,
    household INTEGER NOT NULL REFERENCES household (id),
    PRIMARY KEY (hamlet, year, household)
) STRICT, WITHOUT ROWID;

INSERT INTO new_household_year
SELECT hamlet, year, household
FROM household_year
WHERE received_dong > 0
ORDER BY hamlet, year, household;

DROP TABLE household_year;

ALTER TABLE new_household_year RENAME TO household_year;
