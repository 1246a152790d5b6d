-- An organisation's name, type, unit and parent by day, as hamlets and households have them. What is on record today
-- counts for all days before the first change: of earlier transfers no effective day was given.
ALTER TABLE organisation ADD COLUMN current_from INTEGER
    CHECK (valid_from IS NULL OR current_from IS NULL OR valid_from < current_from);

CREATE TABLE organisation_version (
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    version      INTEGER NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    unit         TEXT NOT NULL,
    parent       INTEGER REFERENCES organisation (id),
    -- The days of the organisation itself, as they were known then.
    founded_on   INTEGER,
    dissolved_on INTEGER,
    valid_from   INTEGER,
    valid_to     INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position     INTEGER NOT NULL,
    ended_at     INTEGER NOT NULL,
    PRIMARY KEY (organisation, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_version_unit ON organisation_version (unit);

CREATE TRIGGER organisation_version_in_time BEFORE INSERT ON organisation_version
WHEN EXISTS (
    SELECT 1 FROM organisation_version
    WHERE organisation = NEW.organisation AND valid_to >= coalesce(NEW.valid_from, 0))
BEGIN SELECT RAISE(ABORT, 'an organisation has one version at a time'); END;

CREATE TRIGGER organisation_version_kept_as_written BEFORE UPDATE ON organisation_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER organisation_version_never_erased BEFORE DELETE ON organisation_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;
