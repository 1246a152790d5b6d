-- Funds are handed over when hamlets merge or split, and pledges go with them: a kind of account, a kind of day and a
-- state that the tables did not know. A CHECK cannot be changed, so the tables are made again, with the same rows.
CREATE TABLE new_ledger_account (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    fund          INTEGER NOT NULL REFERENCES fund (id),
    kind          TEXT NOT NULL
        CHECK (kind IN ('cash', 'bank', 'households', 'sponsors', 'expenses', 'refunds', 'handover')),
    debited_dong  INTEGER NOT NULL DEFAULT 0 CHECK (debited_dong >= 0),
    credited_dong INTEGER NOT NULL DEFAULT 0 CHECK (credited_dong >= 0),
    -- Nobody takes out of the safe or the bank what is not in it.
    CHECK (kind NOT IN ('cash', 'bank') OR debited_dong >= credited_dong)
) STRICT;

INSERT INTO new_ledger_account SELECT id, hamlet, fund, kind, debited_dong, credited_dong FROM ledger_account;

DROP TABLE ledger_account;

ALTER TABLE new_ledger_account RENAME TO ledger_account;

CREATE UNIQUE INDEX ledger_account_key ON ledger_account (hamlet, fund, kind);

CREATE TABLE new_fund_day (
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    fund     INTEGER NOT NULL REFERENCES fund (id),
    money    TEXT NOT NULL CHECK (money IN ('cash', 'bank')),
    day      INTEGER NOT NULL,
    other    TEXT NOT NULL CHECK (other IN ('households', 'sponsors', 'expenses', 'refunds', 'handover')),
    item     TEXT NOT NULL,
    in_dong  INTEGER NOT NULL CHECK (in_dong >= 0),
    out_dong INTEGER NOT NULL CHECK (out_dong >= 0),
    PRIMARY KEY (hamlet, fund, money, day, other, item)
) STRICT, WITHOUT ROWID;

INSERT INTO new_fund_day SELECT hamlet, fund, money, day, other, item, in_dong, out_dong FROM fund_day;

DROP TABLE fund_day;

ALTER TABLE new_fund_day RENAME TO fund_day;

CREATE TABLE new_pledge (
    id               INTEGER PRIMARY KEY,
    hamlet           INTEGER NOT NULL REFERENCES hamlet (id),
    fund             INTEGER NOT NULL REFERENCES fund (id),
    household        INTEGER NOT NULL REFERENCES household (id),
    amount_dong      INTEGER NOT NULL CHECK (amount_dong > 0),
    received_dong    INTEGER NOT NULL DEFAULT 0 CHECK (received_dong >= 0),
    pledged_on       INTEGER NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'partly', 'fulfilled', 'waived',
        'cancelled', 'transferred')),
    -- The pledge whose rest this one is.
    transferred_from INTEGER REFERENCES new_pledge (id) CHECK (transferred_from <> id),
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    CHECK (state <> 'partly' OR (received_dong > 0 AND received_dong < amount_dong)),
    CHECK (state <> 'fulfilled' OR received_dong >= amount_dong),
    CHECK (state NOT IN ('proposed', 'confirmed', 'cancelled') OR received_dong = 0),
    CHECK (state <> 'transferred' OR received_dong < amount_dong)
) STRICT;

INSERT INTO new_pledge
SELECT id, hamlet, fund, household, amount_dong, received_dong, pledged_on, state, NULL, version, position
FROM pledge;

DROP TABLE pledge;

ALTER TABLE new_pledge RENAME TO pledge;

CREATE INDEX pledge_hamlet ON pledge (hamlet, id);

CREATE INDEX pledge_open ON pledge (fund, household)
    WHERE state IN ('proposed', 'confirmed', 'partly');

-- A pledge goes over once.
CREATE UNIQUE INDEX pledge_transferred ON pledge (transferred_from) WHERE transferred_from IS NOT NULL;
