-- The donor, where the receipt names another payer; and bank references compared as the bank writes them.
ALTER TABLE contribution ADD COLUMN donor_name TEXT CHECK (length(donor_name) > 0);

CREATE INDEX contribution_bank_key ON contribution (hamlet, upper(replace(bank_reference, ' ', '')))
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;
