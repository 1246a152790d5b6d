-- Pledges: what a household promises to a fund. One open pledge a pair: amended, not repeated. Not a UNIQUE index,
-- because a voided receipt opens its fulfilled pledge again, also when the household has made another since.
CREATE TABLE pledge (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    fund          INTEGER NOT NULL REFERENCES fund (id),
    household     INTEGER NOT NULL REFERENCES household (id),
    amount_dong   INTEGER NOT NULL CHECK (amount_dong > 0),
    received_dong INTEGER NOT NULL DEFAULT 0 CHECK (received_dong >= 0),
    pledged_on    INTEGER NOT NULL,
    state         TEXT NOT NULL
        CHECK (state IN ('proposed', 'confirmed', 'partly', 'fulfilled', 'waived', 'cancelled')),
    version       INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    CHECK (state <> 'partly' OR (received_dong > 0 AND received_dong < amount_dong)),
    CHECK (state <> 'fulfilled' OR received_dong >= amount_dong),
    CHECK (state NOT IN ('proposed', 'confirmed', 'cancelled') OR received_dong = 0)
) STRICT;

CREATE INDEX pledge_hamlet ON pledge (hamlet, id);

CREATE INDEX pledge_open ON pledge (fund, household)
    WHERE state IN ('proposed', 'confirmed', 'partly');
