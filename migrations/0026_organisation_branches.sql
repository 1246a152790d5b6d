-- Organisations have branches (chi hội, chi đoàn), and what sorts there are is set by parameters: a CHECK cannot be
-- changed, so the table is made again, with the same rows.
CREATE TABLE new_organisation (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (length(kind) > 0),
    -- The organisation whose branch it is; there before it, so that there are no circles.
    parent     INTEGER REFERENCES new_organisation (id) CHECK (parent < id),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

INSERT INTO new_organisation
SELECT id, unit, name, kind, NULL, search_key, sort_key, version, position
FROM organisation;

DROP TABLE organisation;

ALTER TABLE new_organisation RENAME TO organisation;

CREATE UNIQUE INDEX organisation_name ON organisation (unit, name);

CREATE INDEX organisation_parent ON organisation (parent) WHERE parent IS NOT NULL;
