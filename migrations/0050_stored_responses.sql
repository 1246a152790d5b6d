-- Stored responses by reference: what a write says of one resource is rendered again from it, because the copies of
-- 50 million receipts were about 37 GB. Keys of writes that move no money and take no number are dropped by age.
-- Rows from before keep their body, and are kept.
CREATE TABLE idempotency_key_new (
    caller      INTEGER NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status      INTEGER NOT NULL,
    location    TEXT,
    etag        TEXT,
    body        BLOB,
    -- The resource that the response showed, with its version; then there is no body.
    kind        TEXT,
    entity      INTEGER CHECK (entity > 0),
    version     INTEGER CHECK (version > 0),
    -- NULL: kept for good.
    recorded_ms INTEGER,
    PRIMARY KEY (caller, key),
    CHECK ((body IS NULL) = (kind IS NOT NULL)),
    CHECK ((kind IS NULL) = (entity IS NULL)),
    CHECK ((kind IS NULL) = (version IS NULL)),
    CHECK (kind IS NULL OR (location IS NULL AND etag IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO idempotency_key_new (caller, key, fingerprint, status, location, etag, body)
SELECT caller, key, fingerprint, status, location, etag, body FROM idempotency_key;

DROP TABLE idempotency_key;

ALTER TABLE idempotency_key_new RENAME TO idempotency_key;

CREATE INDEX idempotency_key_recorded ON idempotency_key (recorded_ms) WHERE recorded_ms IS NOT NULL;
