-- Users, their roles in a unit's subtree or a hamlet, and their tokens. Of a token only the SHA-256 is kept.
CREATE TABLE user_account (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    created_ms  INTEGER NOT NULL,
    position    INTEGER NOT NULL
) STRICT;

CREATE TABLE access_token (
    id           INTEGER PRIMARY KEY,
    user_account INTEGER NOT NULL REFERENCES user_account (id),
    hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    role         TEXT NOT NULL CHECK (role IN ('hamlet_head', 'clerk', 'accountant', 'treasurer', 'approver',
        'front_officer', 'appraiser', 'supervisor', 'auditor', 'admin')),
    unit_code    TEXT,
    hamlet       INTEGER,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    last_used_ms INTEGER,
    revoked_ms   INTEGER,
    position     INTEGER NOT NULL,
    CHECK ((unit_code IS NULL) <> (hamlet IS NULL))
) STRICT;

CREATE INDEX access_token_user ON access_token (user_account);
