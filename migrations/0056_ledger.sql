-- The ledger, made again: a posting names its owner, fund and both accounts itself, so that tables of accounts and of
-- their totals are not needed, and sums are kept in one table. The reversal of a voided voucher has the same accounts
-- and a negative amount. Gifts of people away, persons, companies and organisations, and state support by level, are
-- accounts of their own.
CREATE TABLE new_posting (
    -- The journal row whose effect this is.
    position  INTEGER NOT NULL,
    -- Its number among the postings of the row.
    line      INTEGER NOT NULL CHECK (line > 0),
    owner     TEXT NOT NULL REFERENCES fund_owner (owner),
    fund      INTEGER NOT NULL REFERENCES fund (id),
    debit     TEXT NOT NULL,
    credit    TEXT NOT NULL,
    item      TEXT NOT NULL,
    -- The unit of account: dong. Others never add up with it.
    unit      TEXT NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount <> 0),
    posted_on INTEGER NOT NULL,
    PRIMARY KEY (position, line),
    CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;

INSERT INTO new_posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
SELECT position, line, 'h' || hamlet, fund, CASE WHEN is_reversal THEN credit ELSE debit END,
    CASE WHEN is_reversal THEN debit ELSE credit END, item, 'dong',
    CASE WHEN is_reversal THEN 0 - amount_dong ELSE amount_dong END, posted_on
FROM (
    SELECT posting.position, row_number() OVER (PARTITION BY posting.position ORDER BY posting.id) AS line,
        debited.hamlet, debited.fund, posting.amount_dong, posted_on,
        journal.kind = 'contribution.voided'
            OR (journal.kind = 'expenditure.changed' AND debited.kind IN ('cash', 'bank')) AS is_reversal,
        CASE WHEN debited.kind IN ('sponsors', 'state') THEN source.account ELSE debited.kind END AS debit,
        CASE WHEN credited.kind IN ('sponsors', 'state') THEN source.account ELSE credited.kind END AS credit,
        coalesce(expenditure.item, '') AS item
    FROM posting JOIN ledger_account AS debited ON debited.id = debit_account
        JOIN ledger_account AS credited ON credited.id = credit_account
        JOIN journal ON journal.position = posting.position
        LEFT JOIN (
            SELECT id, CASE
                WHEN organisation IS NOT NULL AND source = 'state' THEN 'state_agencies'
                WHEN organisation IS NOT NULL THEN 'organisations'
                WHEN sponsor_kind = 'person_away' THEN 'people_away'
                WHEN sponsor_kind = 'person' THEN 'individuals'
                WHEN sponsor_kind = 'company' THEN 'companies'
                WHEN sponsor_kind = 'state' THEN 'state_' || sponsor_level
            END AS account
            FROM contribution
        ) AS source ON journal.kind IN ('contribution.recorded', 'contribution.voided') AND source.id = subject
        LEFT JOIN expenditure ON journal.kind = 'expenditure.changed' AND expenditure.id = subject
) AS earlier
ORDER BY position, line;

CREATE TABLE ledger_sum (
    owner    TEXT NOT NULL REFERENCES fund_owner (owner),
    fund     INTEGER NOT NULL REFERENCES fund (id),
    day      INTEGER NOT NULL,
    debit    TEXT NOT NULL,
    credit   TEXT NOT NULL,
    item     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    amount   INTEGER NOT NULL CHECK (amount >= 0),
    -- The vouchers that stand.
    vouchers INTEGER NOT NULL CHECK (vouchers >= 0),
    PRIMARY KEY (owner, fund, day, debit, credit, item, unit)
) STRICT, WITHOUT ROWID;

INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
SELECT owner, fund, posted_on, debit, credit, item, unit, sum(amount), sum(CASE WHEN amount < 0 THEN -1 ELSE 1 END)
FROM new_posting
GROUP BY owner, fund, posted_on, debit, credit, item, unit
ORDER BY owner, fund, posted_on, debit, credit, item, unit;

DROP TABLE posting;

DROP TABLE ledger_account;

DROP TABLE fund_day;

ALTER TABLE new_posting RENAME TO posting;

CREATE TRIGGER posting_kept_as_written BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are reversed, never changed'); END;

CREATE TRIGGER posting_never_erased BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are reversed, never erased'); END;

-- What was promised, which is no money: the totals of pledges by year.
CREATE TABLE pledge_year (
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    year          INTEGER NOT NULL,
    pledged_dong  INTEGER NOT NULL DEFAULT 0 CHECK (pledged_dong >= 0),
    pledges_count INTEGER NOT NULL DEFAULT 0 CHECK (pledges_count >= 0),
    PRIMARY KEY (hamlet, year)
) STRICT, WITHOUT ROWID;

INSERT INTO pledge_year (hamlet, year, pledged_dong, pledges_count)
SELECT hamlet, year, pledged_dong, pledges_count
FROM hamlet_year
WHERE pledges_count > 0 OR pledged_dong > 0
ORDER BY hamlet, year;

DROP TABLE hamlet_year;
