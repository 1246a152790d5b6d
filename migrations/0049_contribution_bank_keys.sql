-- Bank references are compared by their letters and digits, look-alike letters folded: see `codeKey`.
-- The keys are not SQL: `ContributionBankKeys` computes them in this migration's transaction.
DROP INDEX contribution_bank_key;

ALTER TABLE contribution ADD COLUMN bank_key TEXT;

CREATE INDEX contribution_bank_key ON contribution (bank_key)
    WHERE bank_key IS NOT NULL AND voided_ms IS NULL;
