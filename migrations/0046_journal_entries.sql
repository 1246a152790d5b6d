-- Each journal row is an entry of the public log: SHA-256(public part) ‖ SHA-256(nonce ‖ private part). The row keeps
-- the random nonce, whose books changed, the public members of the payload (NULL when none are) and the hash of the
-- entry as a leaf of the tree. `JournalEntries` copies the older rows, with nonces of their own.
DROP TRIGGER journal_kept_as_written;
DROP TRIGGER journal_never_erased;
ALTER TABLE journal RENAME TO earlier_journal;

CREATE TABLE journal (
    position       INTEGER PRIMARY KEY CHECK (position > 0),
    recorded_ms    INTEGER NOT NULL,
    actor          INTEGER,
    token          INTEGER,
    assigned_by    INTEGER,
    kind           TEXT NOT NULL,
    subject        INTEGER NOT NULL,
    owner          TEXT,
    public_members BLOB,
    -- NULL together when the private part was erased; its hash stays, so that the entry can still be checked.
    payload        BLOB,
    nonce          BLOB CHECK (length(nonce) = 32),
    private_hash   BLOB CHECK (length(private_hash) = 32),
    leaf           BLOB NOT NULL CHECK (length(leaf) = 32),
    CHECK ((payload IS NULL) = (nonce IS NULL) AND (payload IS NULL) = (private_hash IS NOT NULL))
) STRICT;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR OLD.public_members IS NOT NULL
    OR NEW.public_members IS NOT NULL OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

CREATE TRIGGER journal_never_erased BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never erased'); END;

-- The hashes of the tree over all entries, 256 of 32 bytes in a row. A tile of level 0 is stored when it is full; the
-- last one follows from the leaves. A tile of a higher level has a hash for each full tile below it.
CREATE TABLE log_tile (
    level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
    number INTEGER NOT NULL CHECK (number >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- Tree heads that were signed, with their text; the last one of each hour and those with cosignatures are kept.
CREATE TABLE log_checkpoint (
    size      INTEGER PRIMARY KEY CHECK (size >= 0),
    root      BLOB NOT NULL CHECK (length(root) = 32),
    note      TEXT NOT NULL,
    signed_ms INTEGER NOT NULL
) STRICT;

-- The public keys that the service has signed with, and those of the witnesses it is configured with: what a reader
-- needs to check a note. Private keys are never in the database.
CREATE TABLE log_key (
    vkey       TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('log', 'witness')),
    -- One log key at a time; a witness that is no longer configured is not current.
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    added_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lines of witnesses below a checkpoint.
CREATE TABLE log_cosignature (
    size        INTEGER NOT NULL REFERENCES log_checkpoint (size),
    -- The name of its key.
    witness     TEXT NOT NULL,
    line        TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;

-- The journal row by which the voucher was issued.
ALTER TABLE contribution ADD COLUMN voucher_position INTEGER;
ALTER TABLE expenditure ADD COLUMN voucher_position INTEGER;

CREATE INDEX earlier_journal_voucher ON earlier_journal (kind, subject)
WHERE kind IN ('contribution.recorded', 'expenditure.changed');

UPDATE contribution
SET voucher_position = (
    SELECT min(position) FROM earlier_journal
    WHERE kind = 'contribution.recorded' AND subject = contribution.id
);

UPDATE expenditure
SET voucher_position = (
    SELECT min(position) FROM earlier_journal
    WHERE kind = 'expenditure.changed' AND subject = expenditure.id
        AND instr(CAST(payload AS TEXT), '"state":"paid"') > 0
)
WHERE number IS NOT NULL;
