-- A wrong voucher of a closed month is reversed on the day of the reversal: its month keeps its figures, and the
-- statement shows the amount as a correction of a prior period.
ALTER TABLE contribution ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > received_on AND voided_ms IS NOT NULL));

ALTER TABLE expenditure ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > paid_on AND state = 'voided'));
