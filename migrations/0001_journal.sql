-- Journal: every effect, in order, with the bytes that were stored. It is the audit log, the feed of changes
-- and what `danvan verify` recomputes everything from. Positions are 1, 2, 3, … without a gap.
CREATE TABLE journal (
    position    INTEGER PRIMARY KEY CHECK (position > 0),
    recorded_ms INTEGER NOT NULL,
    actor       INTEGER,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    payload     BLOB NOT NULL,
    leaf        BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

CREATE TRIGGER journal_never_erased BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never erased'); END;

-- Answers that were given to requests with an Idempotency-Key, kept with the effect they report.
CREATE TABLE request_key (
    caller      INTEGER NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status      INTEGER NOT NULL,
    location    TEXT,
    etag        TEXT,
    body        BLOB NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
