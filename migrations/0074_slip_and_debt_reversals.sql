-- Slips and debts of a month that is closed are corrected on the day of the reversal, as vouchers and other moves are.
ALTER TABLE payable ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > owed_on AND void_reason IS NOT NULL));

ALTER TABLE hand_over_slip ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL
        OR (reversed_on > handed_on AND void_reason IS NOT NULL AND posted_position IS NOT NULL));

-- Whoever received the cash does not say alone that it never came, nor does whoever holds the cash of a receipt.
CREATE TRIGGER hand_over_slip_voided_by_another BEFORE UPDATE ON hand_over_slip
WHEN OLD.voided_by IS NULL AND NEW.voided_by = OLD.confirmed_by
BEGIN SELECT RAISE(ABORT, 'another person than who received the cash voids a slip'); END;

CREATE TRIGGER contribution_voided_by_another BEFORE UPDATE OF voided_by ON contribution
WHEN OLD.voided_by IS NULL AND NEW.voided_by = OLD.collector
BEGIN SELECT RAISE(ABORT, 'another person than who holds the cash voids its receipt'); END;
