-- Households are listed by given name: without this index, one page of a hamlet of 6,000 sorted all of them.
CREATE INDEX household_name ON household (hamlet, sort_key, id) WHERE ended_on IS NULL;
