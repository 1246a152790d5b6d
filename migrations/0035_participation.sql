-- A household whose contributions of a year were all refunded did not take part.
DELETE FROM household_year
WHERE NOT EXISTS (
    SELECT 1 FROM contribution
    WHERE contribution.hamlet = household_year.hamlet AND contribution.household = household_year.household
        AND received_on BETWEEN household_year.year * 10000 AND household_year.year * 10000 + 9999
        AND voided_ms IS NULL AND amount_dong > (
            SELECT coalesce(sum(expenditure.amount_dong), 0) FROM expenditure
            WHERE refund_of = contribution.id AND state IN ('paid', 'booked')
        )
);

UPDATE hamlet_year
SET households_count = (
    SELECT count(*) FROM household_year
    WHERE household_year.hamlet = hamlet_year.hamlet AND household_year.year = hamlet_year.year
);
