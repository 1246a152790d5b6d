-- A token reaches its user by a one-time code; the journal keeps which token acted and who had assigned its role.
ALTER TABLE journal ADD COLUMN token INTEGER;

ALTER TABLE journal ADD COLUMN assigned_by INTEGER;

ALTER TABLE user_account ADD COLUMN recorded_by INTEGER REFERENCES user_account (id);

-- The position of the journal row that recorded the user.
ALTER TABLE user_account ADD COLUMN recorded_position INTEGER;

ALTER TABLE user_account ADD COLUMN disabled_ms INTEGER;

UPDATE user_account
SET recorded_position = position,
    recorded_by = (SELECT actor FROM journal WHERE journal.position = user_account.position);

CREATE TABLE new_access_token (
    id           INTEGER PRIMARY KEY,
    user_account INTEGER NOT NULL REFERENCES user_account (id),
    -- The SHA-256 of the secret; NULL until the code is redeemed.
    hash         BLOB UNIQUE CHECK (length(hash) = 32),
    role         TEXT NOT NULL CHECK (role IN ('hamlet_head', 'clerk', 'accountant', 'treasurer', 'approver',
        'front_officer', 'appraiser', 'supervisor', 'auditor', 'admin')),
    unit_code    TEXT,
    hamlet       INTEGER,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    last_used_ms INTEGER,
    revoked_ms   INTEGER,
    -- The SHA-256 of the enrolment code, and how long the token is valid; NULL for a token issued with its secret.
    code_hash    BLOB UNIQUE CHECK (length(code_hash) = 32),
    days         INTEGER CHECK (days > 0),
    assigned_by  INTEGER REFERENCES user_account (id),
    redeemed_ms  INTEGER,
    position     INTEGER NOT NULL,
    CHECK ((unit_code IS NULL) <> (hamlet IS NULL)),
    CHECK ((code_hash IS NULL) = (days IS NULL)),
    CHECK (days IS NOT NULL OR (assigned_by IS NULL AND redeemed_ms IS NULL)),
    CHECK ((hash IS NULL) = (days IS NOT NULL AND redeemed_ms IS NULL))
) STRICT;

INSERT INTO new_access_token (id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms, last_used_ms,
    revoked_ms, position)
SELECT id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms, last_used_ms, revoked_ms, position
FROM access_token;

DROP TABLE access_token;

ALTER TABLE new_access_token RENAME TO access_token;

CREATE INDEX access_token_user ON access_token (user_account);

CREATE INDEX access_token_unit ON access_token (unit_code) WHERE unit_code IS NOT NULL;

CREATE INDEX access_token_hamlet ON access_token (hamlet) WHERE hamlet IS NOT NULL;
