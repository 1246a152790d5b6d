-- When an organisation was founded and dissolved, as far as it is known: nothing of it lies outside these days.
ALTER TABLE organisation ADD COLUMN valid_from INTEGER;

ALTER TABLE organisation ADD COLUMN valid_to INTEGER
    CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to);

-- The households whose names no public text of a province may contain, which are few among all.
CREATE INDEX household_tier ON household (hamlet) WHERE tier IS NOT NULL;

CREATE INDEX household_version_tier ON household_version (hamlet, household) WHERE tier IS NOT NULL;

-- The gifts of one organisation, which are few among all.
CREATE INDEX contribution_organisation ON contribution (organisation, received_on) WHERE organisation IS NOT NULL;
