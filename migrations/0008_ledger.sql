-- Books in double entry. A posting moves one amount from a credited to a debited account, so it is balanced by
-- construction; what an account holds is kept beside it and recomputed by `danvan verify`.
CREATE TABLE ledger_account (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    fund          INTEGER NOT NULL REFERENCES fund (id),
    kind          TEXT NOT NULL
        CHECK (kind IN ('cash', 'bank', 'households', 'sponsors', 'expenses', 'refunds')),
    debited_dong  INTEGER NOT NULL DEFAULT 0 CHECK (debited_dong >= 0),
    credited_dong INTEGER NOT NULL DEFAULT 0 CHECK (credited_dong >= 0),
    -- Nobody takes out of the safe or the bank what is not in it.
    CHECK (kind NOT IN ('cash', 'bank') OR debited_dong >= credited_dong)
) STRICT;

CREATE UNIQUE INDEX ledger_account_key ON ledger_account (hamlet, fund, kind);

CREATE TABLE posting (
    id             INTEGER PRIMARY KEY,
    debit_account  INTEGER NOT NULL REFERENCES ledger_account (id),
    credit_account INTEGER NOT NULL REFERENCES ledger_account (id),
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    posted_on      INTEGER NOT NULL,
    -- The journal row whose effect this is.
    position       INTEGER NOT NULL,
    CHECK (debit_account <> credit_account)
) STRICT;

CREATE TRIGGER posting_kept_as_written BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are reversed, never changed'); END;

CREATE TRIGGER posting_never_erased BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are reversed, never erased'); END;

-- What came in and went out of the safe and the bank of a fund, by day and by what it was for: balances at any date
-- and statements over any time are sums over few rows. A voided voucher is taken out of its own day.
CREATE TABLE fund_day (
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    fund     INTEGER NOT NULL REFERENCES fund (id),
    money    TEXT NOT NULL CHECK (money IN ('cash', 'bank')),
    day      INTEGER NOT NULL,
    other    TEXT NOT NULL CHECK (other IN ('households', 'sponsors', 'expenses', 'refunds')),
    item     TEXT NOT NULL,
    in_dong  INTEGER NOT NULL CHECK (in_dong >= 0),
    out_dong INTEGER NOT NULL CHECK (out_dong >= 0),
    PRIMARY KEY (hamlet, fund, money, day, other, item)
) STRICT, WITHOUT ROWID;
