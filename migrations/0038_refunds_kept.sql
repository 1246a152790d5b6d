-- What was refunded is kept with the receipt: lists read it with the row instead of looking for refunds of each.
ALTER TABLE contribution ADD COLUMN refunded_dong INTEGER NOT NULL DEFAULT 0
    CHECK (refunded_dong BETWEEN 0 AND amount_dong);

-- The steps taken on its refunds, which count as versions of the receipt.
ALTER TABLE contribution ADD COLUMN refund_steps INTEGER NOT NULL DEFAULT 0 CHECK (refund_steps >= 0);

UPDATE contribution
SET refunded_dong = (
        SELECT coalesce(sum(expenditure.amount_dong), 0) FROM expenditure
        WHERE refund_of = contribution.id AND state IN ('paid', 'booked')
    ),
    refund_steps = (SELECT sum(expenditure.version) FROM expenditure WHERE refund_of = contribution.id)
WHERE id IN (SELECT refund_of FROM expenditure WHERE refund_of IS NOT NULL);
