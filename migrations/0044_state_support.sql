-- State support is a source of its own, apart from households and sponsors: as a kind of sponsor with its level, as a
-- source of each contribution, as an account, and in the totals. Money of state agencies that are registered as
-- organisations was counted as sponsors' and moves over. A CHECK cannot be changed, so tables are made again, with the
-- same rows.
DROP VIEW voucher;

CREATE TABLE new_contribution (
    hamlet         INTEGER NOT NULL REFERENCES hamlet (id),
    id             INTEGER NOT NULL,
    commune        TEXT NOT NULL,
    fund           INTEGER NOT NULL REFERENCES fund (id),
    household      INTEGER REFERENCES household (id),
    organisation   INTEGER REFERENCES organisation (id),
    sponsor_name   TEXT,
    sponsor_kind   TEXT CHECK (sponsor_kind IN ('person_away', 'person', 'company', 'state')),
    sponsor_level  TEXT CHECK (sponsor_level IN ('central', 'province', 'district', 'commune')),
    source         TEXT NOT NULL CHECK (source IN ('households', 'sponsors', 'state')),
    is_anonymous   INTEGER NOT NULL CHECK (is_anonymous IN (0, 1)),
    pledge         INTEGER REFERENCES pledge (id),
    method         TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    bank_reference TEXT,
    received_on    INTEGER NOT NULL,
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    book           TEXT NOT NULL,
    number         INTEGER NOT NULL,
    party_name     TEXT NOT NULL,
    recorded_by    INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    void_reason    TEXT,
    voided_by      INTEGER REFERENCES user_account (id),
    voided_ms      INTEGER,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    party_address  TEXT NOT NULL DEFAULT '',
    voucher_reason TEXT NOT NULL DEFAULT '',
    donor_name     TEXT CHECK (length(donor_name) > 0),
    refunded_dong  INTEGER NOT NULL DEFAULT 0 CHECK (refunded_dong BETWEEN 0 AND amount_dong),
    refund_steps   INTEGER NOT NULL DEFAULT 0 CHECK (refund_steps >= 0),
    PRIMARY KEY (hamlet, id),
    -- One donor: a household, an organisation or a named sponsor.
    CHECK ((household IS NOT NULL) + (organisation IS NOT NULL) + (sponsor_name IS NOT NULL) = 1),
    CHECK ((sponsor_name IS NULL) = (sponsor_kind IS NULL)),
    CHECK ((coalesce(sponsor_kind, '') = 'state') = (sponsor_level IS NOT NULL)),
    CHECK ((household IS NOT NULL) = (source = 'households')),
    CHECK (sponsor_kind IS NULL OR (sponsor_kind = 'state') = (source = 'state')),
    CHECK (pledge IS NULL OR household IS NOT NULL),
    CHECK (method = 'bank' OR bank_reference IS NULL),
    CHECK ((voided_ms IS NULL) = (voided_by IS NULL) AND (voided_ms IS NULL) = (void_reason IS NULL)),
    -- Who records a receipt does not void it.
    CHECK (voided_by IS NULL OR voided_by <> recorded_by)
) STRICT, WITHOUT ROWID;

INSERT INTO new_contribution (hamlet, id, commune, fund, household, organisation, sponsor_name, sponsor_kind,
    sponsor_level, source, is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number,
    party_name, recorded_by, recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address,
    voucher_reason, donor_name, refunded_dong, refund_steps)
SELECT hamlet, id, commune, fund, household, organisation, sponsor_name, sponsor_kind, NULL,
    CASE WHEN household IS NOT NULL THEN 'households'
        WHEN organisation IN (SELECT agency.id FROM organisation AS agency WHERE agency.kind = 'state_agency')
            THEN 'state'
        ELSE 'sponsors' END,
    is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number, party_name, recorded_by,
    recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address, voucher_reason, donor_name,
    refunded_dong, refund_steps
FROM contribution
ORDER BY hamlet, id;

DROP TABLE contribution;

ALTER TABLE new_contribution RENAME TO contribution;

CREATE UNIQUE INDEX contribution_id ON contribution (id);

-- A bank's credit pays once. A voided receipt lets go of it.
CREATE UNIQUE INDEX contribution_bank_reference ON contribution (hamlet, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;

CREATE INDEX contribution_bank_key ON contribution (hamlet, upper(replace(bank_reference, ' ', '')))
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;

CREATE TRIGGER contribution_never_erased BEFORE DELETE ON contribution
BEGIN SELECT RAISE(ABORT, 'contributions are voided, never erased'); END;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'receipt', NEW.received_on / 10000, NEW.book, NEW.number, NEW.received_on)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.received_on;
END;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF hamlet, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason, source
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', received_on / 10000, book, number, received_on, amount_dong, party_name, party_address,
    voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

CREATE TABLE new_ledger_account (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    fund          INTEGER NOT NULL REFERENCES fund (id),
    kind          TEXT NOT NULL CHECK (kind IN ('cash', 'bank', 'households', 'sponsors', 'state', 'expenses',
        'refunds', 'handover')),
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
    other    TEXT NOT NULL CHECK (other IN ('households', 'sponsors', 'state', 'expenses', 'refunds', 'handover')),
    item     TEXT NOT NULL,
    in_dong  INTEGER NOT NULL CHECK (in_dong >= 0),
    out_dong INTEGER NOT NULL CHECK (out_dong >= 0),
    PRIMARY KEY (hamlet, fund, money, day, other, item)
) STRICT, WITHOUT ROWID;

INSERT INTO new_fund_day SELECT hamlet, fund, money, day, other, item, in_dong, out_dong FROM fund_day;

DROP TABLE fund_day;

ALTER TABLE new_fund_day RENAME TO fund_day;

ALTER TABLE hamlet_year ADD COLUMN received_state_dong INTEGER NOT NULL DEFAULT 0 CHECK (received_state_dong >= 0);

INSERT INTO ledger_account (hamlet, fund, kind)
SELECT DISTINCT hamlet, fund, 'state' FROM contribution WHERE source = 'state';

-- What was debited is what was voided.
UPDATE ledger_account
SET credited_dong = credited_dong + CASE kind WHEN 'state' THEN moved.credited ELSE -moved.credited END,
    debited_dong = debited_dong + CASE kind WHEN 'state' THEN moved.debited ELSE -moved.debited END
FROM (
    SELECT hamlet, fund, sum(amount_dong) AS credited,
        sum(CASE WHEN voided_ms IS NULL THEN 0 ELSE amount_dong END) AS debited
    FROM contribution
    WHERE source = 'state'
    GROUP BY hamlet, fund
) AS moved
WHERE moved.hamlet = ledger_account.hamlet AND moved.fund = ledger_account.fund AND kind IN ('sponsors', 'state');

DROP TRIGGER posting_kept_as_written;

UPDATE posting
SET credit_account = moved.to_account
FROM (
    SELECT journal.position, to_state.id AS to_account
    FROM contribution
    JOIN journal ON subject = contribution.id AND journal.kind = 'contribution.recorded'
    JOIN ledger_account AS to_state ON to_state.hamlet = contribution.hamlet AND to_state.fund = contribution.fund
        AND to_state.kind = 'state'
    WHERE source = 'state'
) AS moved
WHERE posting.position = moved.position;

UPDATE posting
SET debit_account = moved.to_account
FROM (
    SELECT journal.position, to_state.id AS to_account
    FROM contribution
    JOIN journal ON subject = contribution.id AND journal.kind = 'contribution.voided'
    JOIN ledger_account AS to_state ON to_state.hamlet = contribution.hamlet AND to_state.fund = contribution.fund
        AND to_state.kind = 'state'
    WHERE source = 'state'
) AS moved
WHERE posting.position = moved.position;

CREATE TRIGGER posting_kept_as_written BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are reversed, never changed'); END;

INSERT INTO fund_day (hamlet, fund, money, day, other, item, in_dong, out_dong)
SELECT hamlet, fund, method, received_on, 'state', '', sum(CASE WHEN voided_ms IS NULL THEN amount_dong ELSE 0 END), 0
FROM contribution
WHERE source = 'state'
GROUP BY hamlet, fund, method, received_on;

UPDATE fund_day
SET in_dong = fund_day.in_dong - moved.in_dong
FROM (SELECT hamlet, fund, money, day, in_dong FROM fund_day WHERE other = 'state') AS moved
WHERE fund_day.other = 'sponsors' AND moved.hamlet = fund_day.hamlet AND moved.fund = fund_day.fund
    AND moved.money = fund_day.money AND moved.day = fund_day.day;

-- A day without a sponsor has no row of sponsors.
DELETE FROM fund_day
WHERE other = 'sponsors' AND in_dong = 0
    AND (hamlet, fund, money, day) IN (SELECT hamlet, fund, money, day FROM fund_day WHERE other = 'state')
    AND NOT EXISTS (
        SELECT 1 FROM contribution
        WHERE contribution.hamlet = fund_day.hamlet AND contribution.fund = fund_day.fund
            AND contribution.method = fund_day.money AND received_on = fund_day.day AND source = 'sponsors');

UPDATE hamlet_year
SET received_sponsors_dong = received_sponsors_dong - moved.amount_dong, received_state_dong = moved.amount_dong
FROM (
    SELECT hamlet, received_on / 10000 AS year, sum(amount_dong) AS amount_dong
    FROM contribution
    WHERE source = 'state' AND voided_ms IS NULL
    GROUP BY hamlet, received_on / 10000
) AS moved
WHERE moved.hamlet = hamlet_year.hamlet AND moved.year = hamlet_year.year;
