-- Consultations: how many of a place were asked about a matter and what they said. Counts only, never who.
CREATE TABLE consultation (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER REFERENCES hamlet (id),
    commune      TEXT,
    matter       TEXT NOT NULL CHECK (length(matter) > 0),
    title        TEXT NOT NULL CHECK (length(title) > 0),
    first_on     INTEGER NOT NULL,
    last_on      INTEGER NOT NULL,
    eligible     INTEGER NOT NULL CHECK (eligible >= 0),
    invited      INTEGER NOT NULL,
    participated INTEGER NOT NULL,
    agreed       INTEGER NOT NULL CHECK (agreed >= 0),
    disagreed    INTEGER NOT NULL CHECK (disagreed >= 0),
    invalid      INTEGER NOT NULL CHECK (invalid >= 0),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK (first_on <= last_on),
    CHECK (invited BETWEEN 0 AND eligible),
    CHECK (participated BETWEEN 0 AND invited),
    CHECK (agreed + disagreed + invalid = participated)
) STRICT;

-- A place answers a matter once.
CREATE UNIQUE INDEX consultation_hamlet ON consultation (matter, hamlet) WHERE hamlet IS NOT NULL;

CREATE UNIQUE INDEX consultation_commune ON consultation (matter, commune) WHERE commune IS NOT NULL;

CREATE TRIGGER consultation_never_erased BEFORE DELETE ON consultation
BEGIN SELECT RAISE(ABORT, 'consultations are corrected, never erased'); END;
