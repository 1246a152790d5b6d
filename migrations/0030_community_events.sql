-- Events of the movement, such as Green Sunday: who took part, and what came of it (DOMAIN section 8).
CREATE TABLE community_event (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER REFERENCES hamlet (id),
    organisation INTEGER REFERENCES organisation (id),
    -- The commune or other unit in which it was held, on that day.
    unit         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (length(kind) > 0),
    title        TEXT NOT NULL CHECK (length(title) > 0),
    held_on      INTEGER NOT NULL,
    households   INTEGER NOT NULL CHECK (households >= 0),
    persons      INTEGER NOT NULL CHECK (persons >= households),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((hamlet IS NULL) <> (organisation IS NULL))
) STRICT;

CREATE INDEX community_event_unit ON community_event (unit, held_on);

CREATE INDEX community_event_hamlet ON community_event (hamlet) WHERE hamlet IS NOT NULL;

CREATE TABLE community_event_output (
    event    INTEGER NOT NULL REFERENCES community_event (id),
    number   INTEGER NOT NULL,
    item     TEXT NOT NULL CHECK (length(item) > 0),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    measure  TEXT NOT NULL CHECK (length(measure) > 0),
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;
