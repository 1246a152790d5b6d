-- The office's own number of a row of an imported table, so that a file that is imported again makes no second receipt.
-- Receipts from before, and those entered one by one, have none.
ALTER TABLE contribution ADD COLUMN import_key TEXT CHECK (length(import_key) > 0);

-- By which spellings of one number are recognised: "PT 012", "pt12".
ALTER TABLE contribution ADD COLUMN import_key_folded TEXT
    CHECK (length(import_key_folded) > 0) CHECK ((import_key_folded IS NULL) = (import_key IS NULL));

-- A voided receipt keeps its key: the same row does not make it again.
CREATE UNIQUE INDEX contribution_import_key ON contribution (hamlet, import_key_folded)
    WHERE import_key_folded IS NOT NULL;

CREATE TRIGGER contribution_import_key_kept_as_written BEFORE UPDATE OF import_key, import_key_folded ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;
