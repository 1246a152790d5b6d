// swift-format-ignore-file
// Written by scripts/embed-migrations from the files of migrations/. Do not edit.

/// The files of the folder `migrations`, in order, as they were when the program was built.
enum MigrationFiles {
    static let all: [(name: String, sql: String)] = [
(
"0001_journal.sql",
#"""
-- Journal: every effect, in order, with the bytes that were stored. It is the audit log, the feed of changes
-- and what `danvan verify` recomputes everything from. Positions are 1, 2, 3, … without a gap.
CREATE TABLE journal (
    position    INTEGER PRIMARY KEY CHECK (position > 0),
    recorded_ms INTEGER NOT NULL,
    actor       INTEGER,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    payload     BLOB NOT NULL,
    leaf        BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

CREATE TRIGGER journal_never_erased BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never erased'); END;

-- Answers that were given to requests with an Idempotency-Key, kept with the effect they report.
CREATE TABLE request_key (
    caller      INTEGER NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status      INTEGER NOT NULL,
    location    TEXT,
    etag        TEXT,
    body        BLOB NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

"""#
),
(
"0002_units.sql",
#"""
-- Units of the state. A code has several lives (16702 was Phường Nghi Phú, is Phường Vinh Phú), so a unit is a
-- code with a validity. Days are numbers such as 20250630; NULL is "since ever" and "until further notice".
CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 5),
    level       TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    parent_code TEXT,
    name        TEXT NOT NULL CHECK (length(name) > 0),
    valid_from  INTEGER,
    valid_to    INTEGER,
    -- The codes from the province down to this unit, `/40/16702/`, so that one row answers "whose subtree".
    path        TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    sort_key    BLOB NOT NULL,
    position    INTEGER NOT NULL,
    CHECK ((level = 'province') = (parent_code IS NULL)),
    CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to),
    -- Law 72/2025/QH15: there is no district level after 2025-06-30.
    CHECK (level <> 'district' OR (valid_to IS NOT NULL AND valid_to <= 20250630))
) STRICT;

CREATE UNIQUE INDEX unit_life ON unit (code, coalesce(valid_from, 0));

"""#
),
(
"0003_users.sql",
#"""
-- Users, their roles in a unit's subtree or a hamlet, and their tokens. Of a token only the SHA-256 is kept.
CREATE TABLE user_account (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
    created_ms  INTEGER NOT NULL,
    position    INTEGER NOT NULL
) STRICT;

CREATE TABLE access_token (
    id           INTEGER PRIMARY KEY,
    user_account INTEGER NOT NULL REFERENCES user_account (id),
    hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    role         TEXT NOT NULL CHECK (role IN ('hamlet_head', 'clerk', 'accountant', 'treasurer', 'approver',
        'front_officer', 'appraiser', 'supervisor', 'auditor', 'admin')),
    unit_code    TEXT,
    hamlet       INTEGER,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    last_used_ms INTEGER,
    revoked_ms   INTEGER,
    position     INTEGER NOT NULL,
    CHECK ((unit_code IS NULL) <> (hamlet IS NULL))
) STRICT;

CREATE INDEX access_token_user ON access_token (user_account);

"""#
),
(
"0004_hamlets.sql",
#"""
-- Hamlets. They have no state code; a name is used once within a commune at a time.
CREATE TABLE hamlet (
    id         INTEGER PRIMARY KEY,
    commune    TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('thon', 'xom', 'ban', 'khoi', 'to_dan_pho', 'khu_pho')),
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER,
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_from <= valid_to)
) STRICT;

CREATE UNIQUE INDEX hamlet_open_name ON hamlet (commune, name) WHERE valid_to IS NULL;

"""#
),
(
"0005_households.sql",
#"""
-- Households. The head's name is the only personal name; persons are a count. No status of poverty, no religion,
-- no ethnicity: what is not here cannot leak.
CREATE TABLE household (
    id         INTEGER PRIMARY KEY,
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    code       TEXT NOT NULL CHECK (length(code) > 0),
    head_name  TEXT NOT NULL CHECK (length(head_name) > 0),
    persons    INTEGER NOT NULL CHECK (persons BETWEEN 1 AND 99),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX household_code ON household (hamlet, code);

"""#
),
(
"0006_organisations.sql",
#"""
-- Organisations that give, organise or own: unions, the Front, companies. Each stands in one unit's subtree.
CREATE TABLE organisation (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('womens_union', 'fatherland_front', 'youth_union',
        'veterans_association', 'farmers_union', 'party_cell', 'state_agency', 'enterprise', 'community')),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX organisation_name ON organisation (unit, name);

"""#
),
(
"0007_funds.sql",
#"""
-- Funds of a hamlet: the people's money for one purpose.
CREATE TABLE fund (
    id       INTEGER PRIMARY KEY,
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX fund_name ON fund (hamlet, name);

"""#
),
(
"0008_ledger.sql",
#"""
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

"""#
),
(
"0009_vouchers.sql",
#"""
-- Vouchers: receipts and payments with numbers that have no gap within hamlet, kind, year and book. Law on
-- accounting 88/2015/QH13: a wrong one is voided on all copies and kept, never changed, never erased.
CREATE TABLE voucher_series (
    hamlet      INTEGER NOT NULL REFERENCES hamlet (id),
    kind        TEXT NOT NULL CHECK (kind IN ('receipt', 'payment')),
    year        INTEGER NOT NULL,
    book        TEXT NOT NULL,
    last_number INTEGER NOT NULL CHECK (last_number > 0),
    PRIMARY KEY (hamlet, kind, year, book)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher (
    hamlet        INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    year          INTEGER NOT NULL,
    book          TEXT NOT NULL,
    number        INTEGER NOT NULL CHECK (number > 0),
    issued_on     INTEGER NOT NULL,
    amount_dong   INTEGER NOT NULL CHECK (amount_dong > 0),
    party_name    TEXT NOT NULL CHECK (length(party_name) > 0),
    party_address TEXT NOT NULL,
    reason        TEXT NOT NULL,
    PRIMARY KEY (hamlet, kind, year, book, number),
    CHECK (issued_on / 10000 = year)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER voucher_kept_as_written BEFORE UPDATE ON voucher
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER voucher_never_erased BEFORE DELETE ON voucher
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never erased'); END;

"""#
),
(
"0010_pledges.sql",
#"""
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

"""#
),
(
"0011_contributions.sql",
#"""
-- Contributions in money. Clustered by hamlet, because they are listed by hamlet: 50 of them lie on one or two
-- pages. The commune is the one of the day of the receipt, for reports "by the unit of that time".
CREATE TABLE contribution (
    hamlet         INTEGER NOT NULL REFERENCES hamlet (id),
    id             INTEGER NOT NULL,
    commune        TEXT NOT NULL,
    fund           INTEGER NOT NULL REFERENCES fund (id),
    household      INTEGER REFERENCES household (id),
    organisation   INTEGER REFERENCES organisation (id),
    sponsor_name   TEXT,
    sponsor_kind   TEXT CHECK (sponsor_kind IN ('person_away', 'person', 'company')),
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
    PRIMARY KEY (hamlet, id),
    -- One donor: a household, an organisation or a named sponsor.
    CHECK ((household IS NOT NULL) + (organisation IS NOT NULL) + (sponsor_name IS NOT NULL) = 1),
    CHECK ((sponsor_name IS NULL) = (sponsor_kind IS NULL)),
    CHECK (pledge IS NULL OR household IS NOT NULL),
    CHECK (method = 'bank' OR bank_reference IS NULL),
    CHECK ((voided_ms IS NULL) = (voided_by IS NULL) AND (voided_ms IS NULL) = (void_reason IS NULL)),
    -- Who records a receipt does not void it.
    CHECK (voided_by IS NULL OR voided_by <> recorded_by)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX contribution_id ON contribution (id);

-- A bank's credit pays once. A voided receipt lets go of it.
CREATE UNIQUE INDEX contribution_bank_reference ON contribution (hamlet, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;

CREATE TRIGGER contribution_never_erased BEFORE DELETE ON contribution
BEGIN SELECT RAISE(ABORT, 'contributions are voided, never erased'); END;

"""#
),
(
"0012_summaries.sql",
#"""
-- Sums that dashboards read, kept in the transaction that changes them, so that reading costs the same however
-- many contributions there are. `danvan verify` recomputes them from the journal.
CREATE TABLE hamlet_year (
    hamlet                   INTEGER NOT NULL REFERENCES hamlet (id),
    year                     INTEGER NOT NULL,
    pledged_dong             INTEGER NOT NULL DEFAULT 0 CHECK (pledged_dong >= 0),
    pledges_count            INTEGER NOT NULL DEFAULT 0 CHECK (pledges_count >= 0),
    received_households_dong INTEGER NOT NULL DEFAULT 0 CHECK (received_households_dong >= 0),
    received_sponsors_dong   INTEGER NOT NULL DEFAULT 0 CHECK (received_sponsors_dong >= 0),
    contributions_count      INTEGER NOT NULL DEFAULT 0 CHECK (contributions_count >= 0),
    households_count         INTEGER NOT NULL DEFAULT 0 CHECK (households_count >= 0),
    spent_dong               INTEGER NOT NULL DEFAULT 0 CHECK (spent_dong >= 0),
    refunded_dong            INTEGER NOT NULL DEFAULT 0 CHECK (refunded_dong >= 0),
    expenditures_count       INTEGER NOT NULL DEFAULT 0 CHECK (expenditures_count >= 0),
    PRIMARY KEY (hamlet, year)
) STRICT, WITHOUT ROWID;

-- What a household gave in a year: a household takes part while this is more than nothing.
CREATE TABLE household_year (
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    year          INTEGER NOT NULL,
    household     INTEGER NOT NULL REFERENCES household (id),
    received_dong INTEGER NOT NULL CHECK (received_dong >= 0),
    PRIMARY KEY (hamlet, year, household)
) STRICT, WITHOUT ROWID;

-- How many households and persons a hamlet has, so that its page need not count them.
CREATE TABLE hamlet_population (
    hamlet     INTEGER PRIMARY KEY REFERENCES hamlet (id),
    households INTEGER NOT NULL CHECK (households >= 0),
    persons    INTEGER NOT NULL CHECK (persons >= 0)
) STRICT;

"""#
),
(
"0013_expenditures.sql",
#"""
-- Expenditures: who asked, checked, approved, paid and booked, each a person that the CHECKs keep apart.
CREATE TABLE expenditure (
    hamlet       INTEGER NOT NULL REFERENCES hamlet (id),
    id           INTEGER NOT NULL,
    commune      TEXT NOT NULL,
    fund         INTEGER NOT NULL REFERENCES fund (id),
    payee        TEXT NOT NULL CHECK (length(payee) > 0),
    purpose      TEXT NOT NULL CHECK (length(purpose) > 0),
    item         TEXT NOT NULL,
    amount_dong  INTEGER NOT NULL CHECK (amount_dong > 0),
    method       TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    refund_of    INTEGER REFERENCES contribution (id),
    requested_ms INTEGER NOT NULL,
    state        TEXT NOT NULL
        CHECK (state IN ('requested', 'checked', 'approved', 'paid', 'booked', 'rejected', 'voided')),
    requested_by INTEGER NOT NULL REFERENCES user_account (id),
    checked_by   INTEGER REFERENCES user_account (id),
    approved_by  INTEGER REFERENCES user_account (id),
    paid_by      INTEGER REFERENCES user_account (id),
    booked_by    INTEGER REFERENCES user_account (id),
    rejected_by  INTEGER REFERENCES user_account (id),
    voided_by    INTEGER REFERENCES user_account (id),
    reason       TEXT,
    paid_on      INTEGER,
    book         TEXT,
    number       INTEGER,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    PRIMARY KEY (hamlet, id),
    -- Requester ≠ approver ≠ treasurer; accountant ≠ treasurer.
    CHECK (approved_by IS NULL OR approved_by <> requested_by),
    CHECK (paid_by IS NULL OR paid_by NOT IN (requested_by, checked_by, approved_by)),
    CHECK (booked_by IS NULL OR booked_by <> paid_by),
    CHECK (voided_by IS NULL OR voided_by <> paid_by),
    CHECK (rejected_by IS NULL OR rejected_by <> requested_by),
    -- Each duty was done before the next: only a rejected one may have been checked or not.
    CHECK (state = 'rejected' OR (state <> 'requested') = (checked_by IS NOT NULL)),
    CHECK ((state IN ('approved', 'paid', 'booked', 'voided')) = (approved_by IS NOT NULL)),
    CHECK (state <> 'booked' OR booked_by IS NOT NULL),
    CHECK (booked_by IS NULL OR state IN ('booked', 'voided')),
    CHECK ((state IN ('paid', 'booked', 'voided')) = (paid_by IS NOT NULL)),
    CHECK ((paid_by IS NULL) = (number IS NULL) AND (number IS NULL) = (book IS NULL)
        AND (number IS NULL) = (paid_on IS NULL)),
    CHECK ((state = 'rejected') = (rejected_by IS NOT NULL)),
    CHECK ((state = 'voided') = (voided_by IS NOT NULL)),
    CHECK ((reason IS NOT NULL) = (state IN ('rejected', 'voided')))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX expenditure_id ON expenditure (id);

CREATE INDEX expenditure_refund ON expenditure (refund_of) WHERE refund_of IS NOT NULL;

CREATE TRIGGER expenditure_never_erased BEFORE DELETE ON expenditure
BEGIN SELECT RAISE(ABORT, 'expenditures are rejected or voided, never erased'); END;

"""#
),
(
"0014_criteria_sets.sql",
#"""
-- Criteria by which models are appraised in a unit's subtree from a day on. Weights add up to 100. A set is never
-- changed, because models keep the one under which they were registered.
CREATE TABLE criteria_set (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    pass       INTEGER NOT NULL CHECK (pass BETWEEN 0 AND 100),
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX criteria_set_day ON criteria_set (unit, valid_from);

CREATE TABLE criterion (
    criteria_set INTEGER NOT NULL REFERENCES criteria_set (id),
    number       INTEGER NOT NULL CHECK (number BETWEEN 1 AND 100),
    name         TEXT NOT NULL CHECK (length(name) > 0),
    weight       INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    max          INTEGER NOT NULL CHECK (max BETWEEN 1 AND 1000),
    PRIMARY KEY (criteria_set, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER criteria_set_kept_as_written BEFORE UPDATE ON criteria_set
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never changed'); END;

CREATE TRIGGER criteria_set_never_erased BEFORE DELETE ON criteria_set
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never erased'); END;

CREATE TRIGGER criterion_kept_as_written BEFORE UPDATE ON criterion
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never changed'); END;

CREATE TRIGGER criterion_never_erased BEFORE DELETE ON criterion
BEGIN SELECT RAISE(ABORT, 'criteria are replaced by a later set, never erased'); END;

"""#
),
(
"0015_models.sql",
#"""
-- Models of skilled mass mobilisation and their appraisals. What people are honoured for must not change after the
-- decision, and nobody decides on what they appraised: the triggers say again what the domain says.
CREATE TABLE model (
    id              INTEGER PRIMARY KEY,
    hamlet          INTEGER REFERENCES hamlet (id),
    organisation    INTEGER REFERENCES organisation (id),
    -- The unit in which the owner stood when the model was recorded.
    unit            TEXT NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    name            TEXT NOT NULL CHECK (length(name) > 0),
    area            TEXT NOT NULL
        CHECK (area IN ('economy', 'culture_society', 'security_defence', 'political_system')),
    kind            TEXT NOT NULL CHECK (kind IN ('collective', 'individual')),
    year            INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    situation       TEXT,
    objective       TEXT,
    method          TEXT,
    place           TEXT,
    forces          TEXT,
    resources       TEXT,
    time            TEXT,
    outputs         TEXT,
    lasting         TEXT,
    replicated_from INTEGER REFERENCES model (id),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'registered', 'returned', 'accepted', 'appraised',
        'recognised', 'declined')),
    registered_on   INTEGER,
    criteria_set    INTEGER REFERENCES criteria_set (id),
    remarks         TEXT,
    level           TEXT CHECK (level IN ('hamlet', 'commune', 'district', 'province', 'central')),
    decision_number TEXT,
    decided_on      INTEGER,
    signer          TEXT,
    decline_reason  TEXT,
    decided_by      INTEGER REFERENCES user_account (id),
    version         INTEGER NOT NULL,
    search_key      TEXT NOT NULL,
    position        INTEGER NOT NULL,
    -- One owner: a hamlet or an organisation.
    CHECK ((hamlet IS NULL) <> (organisation IS NULL)),
    CHECK (replicated_from <> id),
    CHECK ((state = 'draft') = (registered_on IS NULL)),
    CHECK ((state = 'returned') = (remarks IS NOT NULL)),
    CHECK (state NOT IN ('appraised', 'recognised', 'declined') OR criteria_set IS NOT NULL),
    CHECK ((state = 'recognised') = (level IS NOT NULL)),
    CHECK ((level IS NULL) = (decision_number IS NULL) AND (level IS NULL) = (decided_on IS NULL)
        AND (level IS NULL) = (signer IS NULL)),
    CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
    CHECK ((state IN ('recognised', 'declined')) = (decided_by IS NOT NULL)),
    -- Law 72/2025/QH15: there is no district level after 2025-06-30.
    CHECK (level <> 'district' OR decided_on <= 20250630)
) STRICT;

CREATE INDEX model_hamlet ON model (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX model_name ON model (year, search_key);

CREATE INDEX model_source ON model (replicated_from) WHERE replicated_from IS NOT NULL;

CREATE TABLE appraisal (
    id          INTEGER PRIMARY KEY,
    model       INTEGER NOT NULL REFERENCES model (id),
    appraiser   INTEGER NOT NULL REFERENCES user_account (id),
    remarks     TEXT,
    recorded_ms INTEGER NOT NULL,
    position    INTEGER NOT NULL
) STRICT;

-- A person appraises a model once.
CREATE UNIQUE INDEX appraisal_person ON appraisal (model, appraiser);

CREATE TABLE appraisal_score (
    appraisal    INTEGER NOT NULL REFERENCES appraisal (id),
    number       INTEGER NOT NULL,
    criteria_set INTEGER NOT NULL,
    score        INTEGER NOT NULL CHECK (score >= 0),
    PRIMARY KEY (appraisal, number),
    FOREIGN KEY (criteria_set, number) REFERENCES criterion (criteria_set, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER model_frozen BEFORE UPDATE ON model WHEN OLD.state IN ('recognised', 'declined')
BEGIN SELECT RAISE(ABORT, 'models are frozen by the decision'); END;

CREATE TRIGGER model_needs_appraisals BEFORE UPDATE ON model
WHEN NEW.state IN ('appraised', 'recognised', 'declined')
    AND (SELECT count(*) FROM appraisal WHERE model = NEW.id) < 2
BEGIN SELECT RAISE(ABORT, 'two appraisals come before the decision'); END;

CREATE TRIGGER model_decided_by_others BEFORE UPDATE ON model
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = NEW.id AND appraiser = NEW.decided_by)
BEGIN SELECT RAISE(ABORT, 'who appraised does not decide'); END;

CREATE TRIGGER model_never_erased BEFORE DELETE ON model WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'registered models are never erased'); END;

CREATE TRIGGER appraisal_in_time BEFORE INSERT ON appraisal
WHEN (SELECT state FROM model WHERE id = NEW.model) NOT IN ('accepted', 'appraised')
BEGIN SELECT RAISE(ABORT, 'only accepted models are appraised'); END;

CREATE TRIGGER appraisal_kept_as_written BEFORE UPDATE ON appraisal
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

CREATE TRIGGER appraisal_never_erased BEFORE DELETE ON appraisal
BEGIN SELECT RAISE(ABORT, 'appraisals are never erased'); END;

CREATE TRIGGER appraisal_score_within_maximum BEFORE INSERT ON appraisal_score
WHEN NEW.score > (SELECT max FROM criterion WHERE criteria_set = NEW.criteria_set AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a score is at most its maximum'); END;

CREATE TRIGGER appraisal_score_kept_as_written BEFORE UPDATE ON appraisal_score
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

CREATE TRIGGER appraisal_score_never_erased BEFORE DELETE ON appraisal_score
BEGIN SELECT RAISE(ABORT, 'appraisals are never erased'); END;

"""#
),
(
"0016_model_counts.sql",
#"""
-- How many models there are, for reports and dashboards, kept in the transaction that changes them: a report over
-- a province reads days, not models. `danvan verify` recomputes them.
CREATE TABLE unit_model (
    unit          TEXT NOT NULL,
    registered_on INTEGER NOT NULL,
    area          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    -- Empty for those that are not recognised.
    level         TEXT NOT NULL,
    models_count  INTEGER NOT NULL CHECK (models_count >= 0),
    PRIMARY KEY (unit, registered_on, area, kind, state, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE hamlet_model (
    hamlet       INTEGER NOT NULL REFERENCES hamlet (id),
    state        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    models_count INTEGER NOT NULL CHECK (models_count >= 0),
    PRIMARY KEY (hamlet, state, kind)
) STRICT, WITHOUT ROWID;

"""#
),
(
"0017_vouchers_in_place.sql",
#"""
-- A receipt lies in its contribution's row and a payment voucher in its expenditure's: they are written and read
-- together, so a contribution changes a page less. `voucher` is still there to look at, as a view.
DROP TRIGGER voucher_kept_as_written;

DROP TRIGGER voucher_never_erased;

ALTER TABLE contribution ADD COLUMN party_address TEXT NOT NULL DEFAULT '';

ALTER TABLE contribution ADD COLUMN voucher_reason TEXT NOT NULL DEFAULT '';

ALTER TABLE expenditure ADD COLUMN party_address TEXT;

ALTER TABLE expenditure ADD COLUMN voucher_reason TEXT;

UPDATE contribution
SET party_address = voucher.party_address, voucher_reason = voucher.reason
FROM voucher
WHERE voucher.hamlet = contribution.hamlet AND voucher.kind = 'receipt'
    AND voucher.year = contribution.received_on / 10000 AND voucher.book = contribution.book
    AND voucher.number = contribution.number;

UPDATE expenditure
SET party_address = '', voucher_reason = ''
WHERE number IS NOT NULL;

UPDATE expenditure
SET party_address = voucher.party_address, voucher_reason = voucher.reason
FROM voucher
WHERE voucher.hamlet = expenditure.hamlet AND voucher.kind = 'payment'
    AND voucher.year = expenditure.paid_on / 10000 AND voucher.book = expenditure.book
    AND voucher.number = expenditure.number;

DROP TABLE voucher;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', received_on / 10000, book, number, received_on, amount_dong, party_name, party_address,
    voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

-- Numbers follow each other without gap and without a second of a kind: who takes one takes the next.
CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number)
    VALUES (NEW.hamlet, 'receipt', NEW.received_on / 10000, NEW.book, NEW.number)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number;
END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number)
    VALUES (NEW.hamlet, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number;
END;

CREATE TRIGGER expenditure_voucher_is_whole BEFORE UPDATE ON expenditure
WHEN (NEW.party_address IS NULL) <> (NEW.number IS NULL) OR (NEW.voucher_reason IS NULL) <> (NEW.number IS NULL)
BEGIN SELECT RAISE(ABORT, 'a payment has its whole voucher'); END;

CREATE TRIGGER expenditure_begins_unpaid BEFORE INSERT ON expenditure WHEN NEW.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'expenditures are requested before they are paid'); END;

CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series WHEN NEW.last_number <> 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series
WHEN NEW.hamlet <> OLD.hamlet OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year OR NEW.book <> OLD.book
    OR NEW.last_number <> OLD.last_number + 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_never_erased BEFORE DELETE ON voucher_series
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF hamlet, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN OLD.number IS NOT NULL
    AND (NEW.hamlet <> OLD.hamlet OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason)
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

"""#
),
(
"0018_parameters.sql",
#"""
-- What the law or the office sets and the software does not: thresholds, deadlines, names on forms. Dated, for a unit's
-- subtree or, with an empty unit, everywhere; followed by later rows, never changed.
CREATE TABLE parameter (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL CHECK (length(key) > 0),
    unit       TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    value      TEXT NOT NULL CHECK (length(value) > 0),
    source     TEXT NOT NULL CHECK (length(source) > 0),
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX parameter_day ON parameter (key, unit, valid_from);

CREATE TRIGGER parameter_kept_as_written BEFORE UPDATE ON parameter
BEGIN SELECT RAISE(ABORT, 'parameters are followed by later ones, never changed'); END;

CREATE TRIGGER parameter_never_erased BEFORE DELETE ON parameter
BEGIN SELECT RAISE(ABORT, 'parameters are followed by later ones, never erased'); END;

"""#
),
(
"0019_decisions.sql",
#"""
-- Decisions of the residents: what was put to them, how they voted, what came of it. Law 10/2022/QH15 on grassroots
-- democracy; Decree 59/2023, article 3.
CREATE TABLE decision (
    id                  INTEGER PRIMARY KEY,
    hamlet              INTEGER REFERENCES hamlet (id),
    commune             TEXT,
    title               TEXT NOT NULL CHECK (length(title) > 0),
    initiative_consents INTEGER CHECK (initiative_consents > 0),
    initiative_first_on INTEGER,
    amends              INTEGER REFERENCES decision (id),
    recorded_by         INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms         INTEGER NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'held', 'passed', 'failed', 'sent', 'superseded')),
    manner              TEXT CHECK (manner IN ('meeting', 'ballots', 'online')),
    method              TEXT CHECK (method IN ('show_of_hands', 'secret_ballot')),
    held_on             INTEGER,
    place               TEXT,
    chair               TEXT,
    secretary           TEXT,
    households          INTEGER,
    represented         INTEGER,
    sent_to_commune_on  INTEGER,
    sent_to_front_on    INTEGER,
    superseded_by       INTEGER REFERENCES decision (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (manner IS NULL)),
    CHECK ((manner IS NULL) = (method IS NULL) AND (manner IS NULL) = (held_on IS NULL)
        AND (manner IS NULL) = (place IS NULL) AND (manner IS NULL) = (chair IS NULL)
        AND (manner IS NULL) = (secretary IS NULL) AND (manner IS NULL) = (households IS NULL)
        AND (manner IS NULL) = (represented IS NULL)),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
) STRICT;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

CREATE TABLE decision_item (
    decision      INTEGER NOT NULL REFERENCES decision (id),
    number        INTEGER NOT NULL CHECK (number BETWEEN 1 AND 50),
    matter        TEXT NOT NULL CHECK (matter IN ('policy', 'rates', 'exemptions', 'estimate', 'spending_plan',
        'by_law', 'election', 'labour_price', 'land_price', 'material_price')),
    text          TEXT NOT NULL CHECK (length(text) > 0),
    votes_for     INTEGER CHECK (votes_for >= 0),
    votes_against INTEGER CHECK (votes_against >= 0),
    votes_other   INTEGER CHECK (votes_other >= 0),
    threshold     TEXT,
    is_passed     INTEGER CHECK (is_passed IN (0, 1)),
    PRIMARY KEY (decision, number),
    CHECK ((votes_for IS NULL) = (votes_against IS NULL) AND (votes_for IS NULL) = (votes_other IS NULL)),
    CHECK ((threshold IS NULL) = (is_passed IS NULL)),
    CHECK (threshold IS NULL OR votes_for IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Who counted a secret ballot, and who watched.
CREATE TABLE decision_person (
    decision INTEGER NOT NULL REFERENCES decision (id),
    duty     TEXT NOT NULL CHECK (duty IN ('board', 'witness')),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (decision, duty, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision
WHEN NEW.state <> 'draft' AND EXISTS (
    SELECT 1 FROM decision_item
    WHERE decision = NEW.id AND votes_for + votes_against + votes_other IS NOT NEW.represented)
BEGIN SELECT RAISE(ABORT, 'each item has as many votes as households were represented'); END;

CREATE TRIGGER decision_kept_as_held BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'held')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.manner IS NOT OLD.manner OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place OR NEW.chair IS NOT OLD.chair
        OR NEW.secretary IS NOT OLD.secretary OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'held')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'held')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

"""#
),
(
"0020_consultations.sql",
#"""
-- Consultations: how many of a place were asked about a matter and what they said. Counts only, never who.
CREATE TABLE consultation (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER REFERENCES hamlet (id),
    commune      TEXT,
    matter       TEXT NOT NULL CHECK (length(matter) > 0),
    title        TEXT NOT NULL CHECK (length(title) > 0),
    first_on     INTEGER NOT NULL,
    last_on      INTEGER NOT NULL,
    eligible     INTEGER NOT NULL CHECK (eligible >= 0),
    invited      INTEGER NOT NULL,
    participated INTEGER NOT NULL,
    agreed       INTEGER NOT NULL CHECK (agreed >= 0),
    disagreed    INTEGER NOT NULL CHECK (disagreed >= 0),
    invalid      INTEGER NOT NULL CHECK (invalid >= 0),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK (first_on <= last_on),
    CHECK (invited BETWEEN 0 AND eligible),
    CHECK (participated BETWEEN 0 AND invited),
    CHECK (agreed + disagreed + invalid = participated)
) STRICT;

-- A place answers a matter once.
CREATE UNIQUE INDEX consultation_hamlet ON consultation (matter, hamlet) WHERE hamlet IS NOT NULL;

CREATE UNIQUE INDEX consultation_commune ON consultation (matter, commune) WHERE commune IS NOT NULL;

CREATE TRIGGER consultation_never_erased BEFORE DELETE ON consultation
BEGIN SELECT RAISE(ABORT, 'consultations are corrected, never erased'); END;

"""#
),
(
"0021_profiles.sql",
#"""
-- What a hamlet was like on a day: households, persons, occupations, area, cultural house. Counts of people, never who.
CREATE TABLE profile (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    as_of         INTEGER NOT NULL,
    households    INTEGER NOT NULL CHECK (households >= 0),
    persons       INTEGER NOT NULL CHECK (persons >= households),
    area_m2       INTEGER CHECK (area_m2 > 0),
    house_area_m2 INTEGER CHECK (house_area_m2 > 0),
    house_seats   INTEGER CHECK (house_seats > 0),
    recorded_by   INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    position      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX profile_day ON profile (hamlet, as_of);

CREATE TABLE profile_occupation (
    profile INTEGER NOT NULL REFERENCES profile (id),
    number  INTEGER NOT NULL CHECK (number BETWEEN 1 AND 30),
    name    TEXT NOT NULL CHECK (length(name) > 0),
    persons INTEGER NOT NULL CHECK (persons > 0),
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER profile_never_erased BEFORE DELETE ON profile
BEGIN SELECT RAISE(ABORT, 'profiles are corrected, never erased'); END;

"""#
),
(
"0022_successions.sql",
#"""
-- What became of a unit: which one took over from which, on the day after the last of its life.
CREATE TABLE succession (
    id              INTEGER PRIMARY KEY,
    predecessor     INTEGER NOT NULL REFERENCES unit (id),
    successor       INTEGER NOT NULL REFERENCES unit (id),
    decision_number TEXT,
    decided_on      INTEGER,
    position        INTEGER NOT NULL,
    CHECK (predecessor <> successor)
) STRICT;

CREATE UNIQUE INDEX succession_pair ON succession (predecessor, successor);

CREATE INDEX succession_successor ON succession (successor);

CREATE TRIGGER succession_next_day BEFORE INSERT ON succession
WHEN NOT EXISTS (
    SELECT 1
    FROM unit AS before, unit AS after
    WHERE before.id = NEW.predecessor AND after.id = NEW.successor AND before.valid_to IS NOT NULL
        AND coalesce(after.valid_to, 99991231) > before.valid_to)
BEGIN SELECT RAISE(ABORT, 'a successor is there after its predecessor'); END;

CREATE TRIGGER succession_kept_as_written BEFORE UPDATE ON succession
BEGIN SELECT RAISE(ABORT, 'successions are never changed'); END;

CREATE TRIGGER succession_never_erased BEFORE DELETE ON succession
BEGIN SELECT RAISE(ABORT, 'successions are never erased'); END;

"""#
),
(
"0023_households_over_time.sql",
#"""
-- Households over time: what a household was stays when it changes, moves or ends, each with its days. The tier of
-- economic situation is for the hamlet and the commune only; who lives there stays a count.
ALTER TABLE household ADD COLUMN address TEXT CHECK (length(address) > 0);

ALTER TABLE household ADD COLUMN workers INTEGER CHECK (workers BETWEEN 0 AND persons);

ALTER TABLE household ADD COLUMN tier TEXT CHECK (length(tier) > 0);

-- The first day of what stands in the row; NULL since before the records.
ALTER TABLE household ADD COLUMN since INTEGER;

-- The household from which this one parted.
ALTER TABLE household ADD COLUMN origin INTEGER REFERENCES household (id) CHECK (origin <> id);

-- The last day.
ALTER TABLE household ADD COLUMN ended_on INTEGER CHECK (since IS NULL OR since <= ended_on);

ALTER TABLE household ADD COLUMN ending TEXT CHECK (ending IN ('moved_away', 'merged', 'dissolved'));

ALTER TABLE household ADD COLUMN merged_into INTEGER REFERENCES household (id) CHECK (merged_into <> id);

CREATE TRIGGER household_ends_whole BEFORE UPDATE ON household
WHEN (NEW.ended_on IS NULL) <> (NEW.ending IS NULL) OR (NEW.merged_into IS NOT NULL) <> (NEW.ending IS 'merged')
BEGIN SELECT RAISE(ABORT, 'a household ends on a day, in a way'); END;

CREATE TRIGGER household_ended_stays BEFORE UPDATE ON household WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a household that ended does not change'); END;

CREATE TRIGGER household_never_erased BEFORE DELETE ON household
BEGIN SELECT RAISE(ABORT, 'households end, they are never erased'); END;

-- The code of a household that ended may be given again.
DROP INDEX household_code;

CREATE UNIQUE INDEX household_code ON household (hamlet, code) WHERE ended_on IS NULL;

CREATE INDEX household_ended ON household (hamlet) WHERE ended_on IS NOT NULL;

-- What a household was from one day to another: a household is in one hamlet at a time.
CREATE TABLE household_former (
    household INTEGER NOT NULL REFERENCES household (id),
    version   INTEGER NOT NULL,
    hamlet    INTEGER NOT NULL REFERENCES hamlet (id),
    code      TEXT NOT NULL,
    head_name TEXT NOT NULL,
    persons   INTEGER NOT NULL,
    address   TEXT,
    workers   INTEGER,
    tier      TEXT,
    since     INTEGER,
    origin    INTEGER,
    until     INTEGER NOT NULL,
    -- The journal's row of this state, and the one that ended it.
    position  INTEGER NOT NULL,
    ended_at  INTEGER NOT NULL,
    PRIMARY KEY (household, version),
    CHECK (since IS NULL OR since <= until),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX household_former_hamlet ON household_former (hamlet);

CREATE TRIGGER household_former_in_time BEFORE INSERT ON household_former
WHEN EXISTS (SELECT 1 FROM household_former WHERE household = NEW.household AND until >= coalesce(NEW.since, 0))
BEGIN SELECT RAISE(ABORT, 'a household is in one state at a time'); END;

CREATE TRIGGER household_former_kept_as_written BEFORE UPDATE ON household_former
BEGIN SELECT RAISE(ABORT, 'what was is never changed'); END;

CREATE TRIGGER household_former_never_erased BEFORE DELETE ON household_former
BEGIN SELECT RAISE(ABORT, 'what was is never erased'); END;

"""#
),
(
"0024_hand_over.sql",
#"""
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

"""#
),
(
"0025_arrangements.sql",
#"""
-- What an authority decided about hamlets: merged, split, named otherwise, of another kind, put to another commune. What
-- they were stays, each life with its days, and the minutes of what was handed over.
ALTER TABLE hamlet ADD COLUMN since INTEGER CHECK (since > valid_from);

CREATE TABLE hamlet_former (
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    version  INTEGER NOT NULL,
    commune  TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    since    INTEGER,
    until    INTEGER NOT NULL,
    -- The journal's row of this life, and the one that ended it.
    position INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (hamlet, version),
    CHECK (since IS NULL OR since <= until),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX hamlet_former_commune ON hamlet_former (commune);

CREATE TRIGGER hamlet_former_kept_as_written BEFORE UPDATE ON hamlet_former
BEGIN SELECT RAISE(ABORT, 'what was is never changed'); END;

CREATE TRIGGER hamlet_former_never_erased BEFORE DELETE ON hamlet_former
BEGIN SELECT RAISE(ABORT, 'what was is never erased'); END;

CREATE TRIGGER hamlet_closed_stays BEFORE UPDATE ON hamlet WHEN OLD.valid_to IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a hamlet that was closed does not change'); END;

CREATE TRIGGER hamlet_never_erased BEFORE DELETE ON hamlet
BEGIN SELECT RAISE(ABORT, 'hamlets are closed, never erased'); END;

CREATE TABLE arrangement (
    id              INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'retype', 'transfer')),
    effective_on    INTEGER NOT NULL,
    decision_number TEXT NOT NULL CHECK (length(decision_number) > 0),
    decided_on      INTEGER NOT NULL CHECK (decided_on <= effective_on),
    households      INTEGER NOT NULL CHECK (households >= 0),
    persons         INTEGER NOT NULL CHECK (persons >= households),
    pledges         INTEGER NOT NULL CHECK (pledges >= 0),
    expenditures    INTEGER NOT NULL CHECK (expenditures >= 0),
    models          INTEGER NOT NULL CHECK (models >= 0),
    tokens          INTEGER NOT NULL CHECK (tokens >= 0),
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    position        INTEGER NOT NULL
) STRICT;

CREATE TABLE arrangement_hamlet (
    arrangement INTEGER NOT NULL REFERENCES arrangement (id),
    number      INTEGER NOT NULL,
    predecessor INTEGER NOT NULL REFERENCES hamlet (id),
    successor   INTEGER NOT NULL REFERENCES hamlet (id),
    PRIMARY KEY (arrangement, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrangement_hamlet_predecessor ON arrangement_hamlet (predecessor);

CREATE INDEX arrangement_hamlet_successor ON arrangement_hamlet (successor);

-- Numbers are given in time, so a successor that is another hamlet is the younger one: no circles.
CREATE TRIGGER arrangement_hamlet_goes_on BEFORE INSERT ON arrangement_hamlet WHEN NEW.successor < NEW.predecessor
BEGIN SELECT RAISE(ABORT, 'a successor comes after its predecessor'); END;

-- The minutes: what each fund of a hamlet that was closed gave to which fund, cash and bank apart.
CREATE TABLE arrangement_fund (
    arrangement INTEGER NOT NULL REFERENCES arrangement (id),
    number      INTEGER NOT NULL,
    from_fund   INTEGER NOT NULL REFERENCES fund (id),
    to_fund     INTEGER NOT NULL REFERENCES fund (id),
    cash_dong   INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong   INTEGER NOT NULL CHECK (bank_dong >= 0),
    PRIMARY KEY (arrangement, number),
    CHECK (from_fund < to_fund)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrangement_fund_from ON arrangement_fund (from_fund);

CREATE INDEX arrangement_fund_to ON arrangement_fund (to_fund);

CREATE TRIGGER arrangement_kept_as_written BEFORE UPDATE ON arrangement
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never changed'); END;

CREATE TRIGGER arrangement_never_erased BEFORE DELETE ON arrangement
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never erased'); END;

CREATE TRIGGER arrangement_hamlet_kept_as_written BEFORE UPDATE ON arrangement_hamlet
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never changed'); END;

CREATE TRIGGER arrangement_hamlet_never_erased BEFORE DELETE ON arrangement_hamlet
BEGIN SELECT RAISE(ABORT, 'arrangements are followed by others, never erased'); END;

CREATE TRIGGER arrangement_fund_kept_as_written BEFORE UPDATE ON arrangement_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER arrangement_fund_never_erased BEFORE DELETE ON arrangement_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

CREATE INDEX model_open_hamlet ON model (hamlet)
    WHERE state IN ('draft', 'registered', 'returned', 'accepted', 'appraised');

CREATE INDEX access_token_hamlet ON access_token (hamlet) WHERE hamlet IS NOT NULL;

"""#
),
(
"0026_organisation_branches.sql",
#"""
-- Organisations have branches (chi hội, chi đoàn), and what sorts there are is set by parameters: a CHECK cannot be
-- changed, so the table is made again, with the same rows.
CREATE TABLE new_organisation (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (length(kind) > 0),
    -- The organisation whose branch it is; there before it, so that there are no circles.
    parent     INTEGER REFERENCES new_organisation (id) CHECK (parent < id),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

INSERT INTO new_organisation
SELECT id, unit, name, kind, NULL, search_key, sort_key, version, position
FROM organisation;

DROP TABLE organisation;

ALTER TABLE new_organisation RENAME TO organisation;

CREATE UNIQUE INDEX organisation_name ON organisation (unit, name);

CREATE INDEX organisation_parent ON organisation (parent) WHERE parent IS NOT NULL;

"""#
),
(
"0027_fund_decisions.sql",
#"""
-- The residents' decision by which a fund collects: without one nothing is taken from households where it is asked for
-- (parameter collection.decision).
ALTER TABLE fund ADD COLUMN decision INTEGER REFERENCES decision (id);

"""#
),
(
"0028_household_years.sql",
#"""
-- A household takes part in a year when one of its receipts stands: that it does is kept, not what it gave, which the
-- receipts say. So whoever gives again in a year changes a page less.
CREATE TABLE new_household_year (
    hamlet    INTEGER NOT NULL REFERENCES hamlet (id),
    year      INTEGER NOT NULL,
    household INTEGER NOT NULL REFERENCES household (id),
    PRIMARY KEY (hamlet, year, household)
) STRICT, WITHOUT ROWID;

INSERT INTO new_household_year
SELECT hamlet, year, household
FROM household_year
WHERE received_dong > 0
ORDER BY hamlet, year, household;

DROP TABLE household_year;

ALTER TABLE new_household_year RENAME TO household_year;

"""#
),
(
"0029_names.sql",
#"""
-- The terms of docs/GLOSSARY.md in the schema: reorganisations, unit successions, previous versions with their validity,
-- voting modes, idempotency keys. A CHECK cannot be changed, so some tables are made again, with the same rows. The
-- journal's kinds and members follow in `JournalRenaming`, which computes the rows' hashes again.
ALTER TABLE request_key RENAME TO idempotency_key;

ALTER TABLE hamlet RENAME COLUMN since TO current_from;

ALTER TABLE household RENAME COLUMN since TO valid_from;

CREATE TABLE household_version (
    household  INTEGER NOT NULL REFERENCES household (id),
    version    INTEGER NOT NULL,
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    code       TEXT NOT NULL,
    head_name  TEXT NOT NULL,
    persons    INTEGER NOT NULL,
    address    TEXT,
    workers    INTEGER,
    tier       TEXT,
    valid_from INTEGER,
    origin     INTEGER,
    valid_to   INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position   INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    PRIMARY KEY (household, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

INSERT INTO household_version (household, version, hamlet, code, head_name, persons, address, workers, tier, valid_from,
    origin, valid_to, position, ended_at)
SELECT household, version, hamlet, code, head_name, persons, address, workers, tier, since, origin, until, position,
    ended_at
FROM household_former;

DROP TABLE household_former;

CREATE INDEX household_version_hamlet ON household_version (hamlet);

CREATE TRIGGER household_version_in_time BEFORE INSERT ON household_version
WHEN EXISTS (
    SELECT 1 FROM household_version
    WHERE household = NEW.household AND valid_to >= coalesce(NEW.valid_from, 0))
BEGIN SELECT RAISE(ABORT, 'a household has one version at a time'); END;

CREATE TRIGGER household_version_kept_as_written BEFORE UPDATE ON household_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER household_version_never_erased BEFORE DELETE ON household_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;

CREATE TABLE hamlet_version (
    hamlet     INTEGER NOT NULL REFERENCES hamlet (id),
    version    INTEGER NOT NULL,
    commune    TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position   INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    PRIMARY KEY (hamlet, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

INSERT INTO hamlet_version (hamlet, version, commune, name, kind, valid_from, valid_to, position, ended_at)
SELECT hamlet, version, commune, name, kind, since, until, position, ended_at
FROM hamlet_former;

DROP TABLE hamlet_former;

CREATE INDEX hamlet_version_commune ON hamlet_version (commune);

CREATE TRIGGER hamlet_version_kept_as_written BEFORE UPDATE ON hamlet_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER hamlet_version_never_erased BEFORE DELETE ON hamlet_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;

CREATE TABLE unit_succession (
    id              INTEGER PRIMARY KEY,
    predecessor     INTEGER NOT NULL REFERENCES unit (id),
    successor       INTEGER NOT NULL REFERENCES unit (id),
    decision_number TEXT,
    decided_on      INTEGER,
    position        INTEGER NOT NULL,
    CHECK (predecessor <> successor)
) STRICT;

INSERT INTO unit_succession (id, predecessor, successor, decision_number, decided_on, position)
SELECT id, predecessor, successor, decision_number, decided_on, position
FROM succession;

DROP TABLE succession;

CREATE UNIQUE INDEX unit_succession_pair ON unit_succession (predecessor, successor);

CREATE INDEX unit_succession_successor ON unit_succession (successor);

CREATE TRIGGER unit_succession_next_day BEFORE INSERT ON unit_succession
WHEN NOT EXISTS (
    SELECT 1
    FROM unit AS before, unit AS after
    WHERE before.id = NEW.predecessor AND after.id = NEW.successor AND before.valid_to IS NOT NULL
        AND coalesce(after.valid_to, 99991231) > before.valid_to)
BEGIN SELECT RAISE(ABORT, 'a successor exists after its predecessor'); END;

CREATE TRIGGER unit_succession_kept_as_written BEFORE UPDATE ON unit_succession
BEGIN SELECT RAISE(ABORT, 'successions are never changed'); END;

CREATE TRIGGER unit_succession_never_erased BEFORE DELETE ON unit_succession
BEGIN SELECT RAISE(ABORT, 'successions are never erased'); END;

CREATE TABLE reorganisation (
    id               INTEGER PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'reclassify', 'transfer')),
    effective_on     INTEGER NOT NULL,
    decision_number  TEXT NOT NULL CHECK (length(decision_number) > 0),
    decided_on       INTEGER NOT NULL CHECK (decided_on <= effective_on),
    households       INTEGER NOT NULL CHECK (households >= 0),
    persons          INTEGER NOT NULL CHECK (persons >= households),
    pledges          INTEGER NOT NULL CHECK (pledges >= 0),
    expenditures     INTEGER NOT NULL CHECK (expenditures >= 0),
    models           INTEGER NOT NULL CHECK (models >= 0),
    role_assignments INTEGER NOT NULL CHECK (role_assignments >= 0),
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    position         INTEGER NOT NULL
) STRICT;

INSERT INTO reorganisation (id, kind, effective_on, decision_number, decided_on, households, persons, pledges,
    expenditures, models, role_assignments, recorded_by, recorded_ms, position)
SELECT id, CASE kind WHEN 'retype' THEN 'reclassify' ELSE kind END, effective_on, decision_number, decided_on, households,
    persons, pledges, expenditures, models, tokens, recorded_by, recorded_ms, position
FROM arrangement;

CREATE TABLE reorganisation_hamlet (
    reorganisation INTEGER NOT NULL REFERENCES reorganisation (id),
    number         INTEGER NOT NULL,
    predecessor    INTEGER NOT NULL REFERENCES hamlet (id),
    successor      INTEGER NOT NULL REFERENCES hamlet (id),
    PRIMARY KEY (reorganisation, number)
) STRICT, WITHOUT ROWID;

INSERT INTO reorganisation_hamlet (reorganisation, number, predecessor, successor)
SELECT arrangement, number, predecessor, successor
FROM arrangement_hamlet;

CREATE TABLE reorganisation_fund (
    reorganisation INTEGER NOT NULL REFERENCES reorganisation (id),
    number         INTEGER NOT NULL,
    from_fund      INTEGER NOT NULL REFERENCES fund (id),
    to_fund        INTEGER NOT NULL REFERENCES fund (id),
    cash_dong      INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong      INTEGER NOT NULL CHECK (bank_dong >= 0),
    PRIMARY KEY (reorganisation, number),
    CHECK (from_fund < to_fund)
) STRICT, WITHOUT ROWID;

INSERT INTO reorganisation_fund (reorganisation, number, from_fund, to_fund, cash_dong, bank_dong)
SELECT arrangement, number, from_fund, to_fund, cash_dong, bank_dong
FROM arrangement_fund;

DROP TABLE arrangement_fund;

DROP TABLE arrangement_hamlet;

DROP TABLE arrangement;

CREATE INDEX reorganisation_hamlet_predecessor ON reorganisation_hamlet (predecessor);

CREATE INDEX reorganisation_hamlet_successor ON reorganisation_hamlet (successor);

CREATE INDEX reorganisation_fund_from ON reorganisation_fund (from_fund);

CREATE INDEX reorganisation_fund_to ON reorganisation_fund (to_fund);

-- Numbers are given in time, so a successor that is another hamlet is the younger one: no circles.
CREATE TRIGGER reorganisation_hamlet_goes_on BEFORE INSERT ON reorganisation_hamlet
WHEN NEW.successor < NEW.predecessor
BEGIN SELECT RAISE(ABORT, 'a successor comes after its predecessor'); END;

CREATE TRIGGER reorganisation_kept_as_written BEFORE UPDATE ON reorganisation
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never changed'); END;

CREATE TRIGGER reorganisation_never_erased BEFORE DELETE ON reorganisation
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never erased'); END;

CREATE TRIGGER reorganisation_hamlet_kept_as_written BEFORE UPDATE ON reorganisation_hamlet
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never changed'); END;

CREATE TRIGGER reorganisation_hamlet_never_erased BEFORE DELETE ON reorganisation_hamlet
BEGIN SELECT RAISE(ABORT, 'reorganisations are followed by others, never erased'); END;

CREATE TRIGGER reorganisation_fund_kept_as_written BEFORE UPDATE ON reorganisation_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER reorganisation_fund_never_erased BEFORE DELETE ON reorganisation_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

-- The triggers on items and people name the decision's states, so they are made again with its table.
DROP TRIGGER decision_votes_add_up;

DROP TRIGGER decision_kept_as_held;

DROP TRIGGER decision_never_erased;

DROP TRIGGER decision_item_kept_as_voted;

DROP TRIGGER decision_item_never_erased;

DROP TRIGGER decision_person_never_erased;

CREATE TABLE new_decision (
    id                  INTEGER PRIMARY KEY,
    hamlet              INTEGER REFERENCES hamlet (id),
    commune             TEXT,
    title               TEXT NOT NULL CHECK (length(title) > 0),
    initiative_consents INTEGER CHECK (initiative_consents > 0),
    initiative_first_on INTEGER,
    amends              INTEGER REFERENCES new_decision (id),
    recorded_by         INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms         INTEGER NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'voted', 'passed', 'failed', 'sent', 'superseded')),
    voting_mode         TEXT CHECK (voting_mode IN ('meeting', 'ballots', 'online')),
    method              TEXT CHECK (method IN ('show_of_hands', 'secret_ballot')),
    held_on             INTEGER,
    place               TEXT,
    chair               TEXT,
    secretary           TEXT,
    households          INTEGER,
    represented         INTEGER,
    sent_to_commune_on  INTEGER,
    sent_to_front_on    INTEGER,
    superseded_by       INTEGER REFERENCES new_decision (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (voting_mode IS NULL)),
    CHECK ((voting_mode IS NULL) = (method IS NULL) AND (voting_mode IS NULL) = (held_on IS NULL)
        AND (voting_mode IS NULL) = (place IS NULL) AND (voting_mode IS NULL) = (chair IS NULL)
        AND (voting_mode IS NULL) = (secretary IS NULL) AND (voting_mode IS NULL) = (households IS NULL)
        AND (voting_mode IS NULL) = (represented IS NULL)),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL))
) STRICT;

INSERT INTO new_decision
SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by, recorded_ms,
    CASE state WHEN 'held' THEN 'voted' ELSE state END, manner, method, held_on, place, chair, secretary, households,
    represented, sent_to_commune_on, sent_to_front_on, superseded_by, version, position
FROM decision;

DROP TABLE decision;

ALTER TABLE new_decision RENAME TO decision;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision
WHEN NEW.state <> 'draft' AND EXISTS (
    SELECT 1 FROM decision_item
    WHERE decision = NEW.id AND votes_for + votes_against + votes_other IS NOT NEW.represented)
BEGIN SELECT RAISE(ABORT, 'each item has as many votes as households were represented'); END;

CREATE TRIGGER decision_kept_as_voted BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'voted')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.voting_mode IS NOT OLD.voting_mode OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place OR NEW.chair IS NOT OLD.chair
        OR NEW.secretary IS NOT OLD.secretary OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

"""#
),
(
"0030_community_events.sql",
#"""
-- Events of the movement, such as Green Sunday: who took part, and what came of it (DOMAIN section 8).
CREATE TABLE community_event (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER REFERENCES hamlet (id),
    organisation INTEGER REFERENCES organisation (id),
    -- The commune or other unit in which it was held, on that day.
    unit         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (length(kind) > 0),
    title        TEXT NOT NULL CHECK (length(title) > 0),
    held_on      INTEGER NOT NULL,
    households   INTEGER NOT NULL CHECK (households >= 0),
    persons      INTEGER NOT NULL CHECK (persons >= households),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((hamlet IS NULL) <> (organisation IS NULL))
) STRICT;

CREATE INDEX community_event_unit ON community_event (unit, held_on);

CREATE INDEX community_event_hamlet ON community_event (hamlet) WHERE hamlet IS NOT NULL;

CREATE TABLE community_event_output (
    event    INTEGER NOT NULL REFERENCES community_event (id),
    number   INTEGER NOT NULL,
    item     TEXT NOT NULL CHECK (length(item) > 0),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    measure  TEXT NOT NULL CHECK (length(measure) > 0),
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

"""#
),
(
"0031_decisions_in_force.sql",
#"""
-- The decisions in force on an earlier day: those that authorised a fund before, and items that were replaced one by one.
CREATE TABLE fund_decision (
    fund     INTEGER NOT NULL REFERENCES fund (id),
    number   INTEGER NOT NULL,
    decision INTEGER NOT NULL REFERENCES decision (id),
    PRIMARY KEY (fund, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fund_decision_kept_as_written BEFORE UPDATE ON fund_decision
BEGIN SELECT RAISE(ABORT, 'earlier decisions of a fund are kept'); END;

CREATE TRIGGER fund_decision_never_erased BEFORE DELETE ON fund_decision
BEGIN SELECT RAISE(ABORT, 'earlier decisions of a fund are kept'); END;

-- The decision that replaced this item; NULL also where a whole decision was replaced.
ALTER TABLE decision_item ADD COLUMN superseded_by INTEGER REFERENCES decision (id);

DROP TRIGGER decision_item_kept_as_voted;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
    AND (NEW.decision <> OLD.decision OR NEW.number <> OLD.number OR NEW.matter <> OLD.matter OR NEW.text <> OLD.text
        OR NEW.votes_for IS NOT OLD.votes_for OR NEW.votes_against IS NOT OLD.votes_against
        OR NEW.votes_other IS NOT OLD.votes_other OR NEW.threshold IS NOT OLD.threshold
        OR NEW.is_passed IS NOT OLD.is_passed
        OR OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS NOT OLD.superseded_by)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

"""#
),
(
"0032_expenditure_exits.sql",
#"""
-- Until money has moved, an expenditure can be withdrawn by the requester and cancelled by the office.
DROP VIEW voucher;

CREATE TABLE new_expenditure (
    hamlet         INTEGER NOT NULL REFERENCES hamlet (id),
    id             INTEGER NOT NULL,
    commune        TEXT NOT NULL,
    fund           INTEGER NOT NULL REFERENCES fund (id),
    payee          TEXT NOT NULL CHECK (length(payee) > 0),
    purpose        TEXT NOT NULL CHECK (length(purpose) > 0),
    item           TEXT NOT NULL,
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    method         TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    refund_of      INTEGER REFERENCES contribution (id),
    requested_ms   INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('requested', 'checked', 'approved', 'paid', 'booked', 'rejected',
        'withdrawn', 'cancelled', 'voided')),
    requested_by   INTEGER NOT NULL REFERENCES user_account (id),
    checked_by     INTEGER REFERENCES user_account (id),
    approved_by    INTEGER REFERENCES user_account (id),
    paid_by        INTEGER REFERENCES user_account (id),
    booked_by      INTEGER REFERENCES user_account (id),
    rejected_by    INTEGER REFERENCES user_account (id),
    cancelled_by   INTEGER REFERENCES user_account (id),
    voided_by      INTEGER REFERENCES user_account (id),
    reason         TEXT,
    paid_on        INTEGER,
    book           TEXT,
    number         INTEGER,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    party_address  TEXT,
    voucher_reason TEXT,
    PRIMARY KEY (hamlet, id),
    -- Requester ≠ approver ≠ treasurer; accountant ≠ treasurer.
    CHECK (approved_by IS NULL OR approved_by <> requested_by),
    CHECK (paid_by IS NULL OR paid_by NOT IN (requested_by, checked_by, approved_by)),
    CHECK (booked_by IS NULL OR booked_by <> paid_by),
    CHECK (voided_by IS NULL OR voided_by <> paid_by),
    CHECK (rejected_by IS NULL OR rejected_by <> requested_by),
    CHECK (cancelled_by IS NULL OR cancelled_by <> requested_by),
    -- Each duty was done before the next: only one that ended early may have been checked, or approved, or not.
    CHECK (state IN ('rejected', 'withdrawn') OR (state <> 'requested') = (checked_by IS NOT NULL)),
    CHECK (state = 'withdrawn'
        OR (state IN ('approved', 'paid', 'booked', 'cancelled', 'voided')) = (approved_by IS NOT NULL)),
    CHECK (state <> 'booked' OR booked_by IS NOT NULL),
    CHECK (booked_by IS NULL OR state IN ('booked', 'voided')),
    CHECK ((state IN ('paid', 'booked', 'voided')) = (paid_by IS NOT NULL)),
    CHECK ((paid_by IS NULL) = (number IS NULL) AND (number IS NULL) = (book IS NULL)
        AND (number IS NULL) = (paid_on IS NULL)),
    CHECK ((state = 'rejected') = (rejected_by IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
    CHECK ((state = 'voided') = (voided_by IS NOT NULL)),
    CHECK ((reason IS NOT NULL) = (state IN ('rejected', 'withdrawn', 'cancelled', 'voided')))
) STRICT, WITHOUT ROWID;

INSERT INTO new_expenditure (hamlet, id, commune, fund, payee, purpose, item, amount_dong, method, refund_of, requested_ms,
    state, requested_by, checked_by, approved_by, paid_by, booked_by, rejected_by, voided_by, reason, paid_on, book,
    number, version, position, party_address, voucher_reason)
SELECT hamlet, id, commune, fund, payee, purpose, item, amount_dong, method, refund_of, requested_ms, state, requested_by,
    checked_by, approved_by, paid_by, booked_by, rejected_by, voided_by, reason, paid_on, book, number, version, position,
    party_address, voucher_reason
FROM expenditure;

DROP TABLE expenditure;

ALTER TABLE new_expenditure RENAME TO expenditure;

CREATE UNIQUE INDEX expenditure_id ON expenditure (id);

CREATE INDEX expenditure_refund ON expenditure (refund_of) WHERE refund_of IS NOT NULL;

CREATE TRIGGER expenditure_never_erased BEFORE DELETE ON expenditure
BEGIN SELECT RAISE(ABORT, 'expenditures are rejected or voided, never erased'); END;

CREATE TRIGGER expenditure_begins_unpaid BEFORE INSERT ON expenditure WHEN NEW.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'expenditures are requested before they are paid'); END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number)
    VALUES (NEW.hamlet, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number;
END;

CREATE TRIGGER expenditure_voucher_is_whole BEFORE UPDATE ON expenditure
WHEN (NEW.party_address IS NULL) <> (NEW.number IS NULL) OR (NEW.voucher_reason IS NULL) <> (NEW.number IS NULL)
BEGIN SELECT RAISE(ABORT, 'a payment has its whole voucher'); END;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN OLD.number IS NOT NULL
    AND (NEW.hamlet <> OLD.hamlet OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason)
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- One that ended stays as it ended.
CREATE TRIGGER expenditure_ended_stays BEFORE UPDATE ON expenditure
WHEN OLD.state IN ('rejected', 'withdrawn', 'cancelled', 'voided') AND NEW.state <> OLD.state
BEGIN SELECT RAISE(ABORT, 'what ended is not reopened'); END;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', received_on / 10000, book, number, received_on, amount_dong, party_name, party_address,
    voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

"""#
),
(
"0033_contribution_identity.sql",
#"""
-- The donor, where the receipt names another payer; and bank references compared as the bank writes them.
ALTER TABLE contribution ADD COLUMN donor_name TEXT CHECK (length(donor_name) > 0);

CREATE INDEX contribution_bank_key ON contribution (hamlet, upper(replace(bank_reference, ' ', '')))
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;

"""#
),
(
"0034_enrolment.sql",
#"""
-- A token reaches its user by a one-time code; the journal keeps which token acted and who had assigned its role.
ALTER TABLE journal ADD COLUMN token INTEGER;

ALTER TABLE journal ADD COLUMN assigned_by INTEGER;

ALTER TABLE user_account ADD COLUMN recorded_by INTEGER REFERENCES user_account (id);

-- The position of the journal row that recorded the user.
ALTER TABLE user_account ADD COLUMN recorded_position INTEGER;

ALTER TABLE user_account ADD COLUMN disabled_ms INTEGER;

UPDATE user_account
SET recorded_position = position,
    recorded_by = (SELECT actor FROM journal WHERE journal.position = user_account.position);

CREATE TABLE new_access_token (
    id           INTEGER PRIMARY KEY,
    user_account INTEGER NOT NULL REFERENCES user_account (id),
    -- The SHA-256 of the secret; NULL until the code is redeemed.
    hash         BLOB UNIQUE CHECK (length(hash) = 32),
    role         TEXT NOT NULL CHECK (role IN ('hamlet_head', 'clerk', 'accountant', 'treasurer', 'approver',
        'front_officer', 'appraiser', 'supervisor', 'auditor', 'admin')),
    unit_code    TEXT,
    hamlet       INTEGER,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER NOT NULL,
    last_used_ms INTEGER,
    revoked_ms   INTEGER,
    -- The SHA-256 of the enrolment code, and how long the token is valid; NULL for a token issued with its secret.
    code_hash    BLOB UNIQUE CHECK (length(code_hash) = 32),
    days         INTEGER CHECK (days > 0),
    assigned_by  INTEGER REFERENCES user_account (id),
    redeemed_ms  INTEGER,
    position     INTEGER NOT NULL,
    CHECK ((unit_code IS NULL) <> (hamlet IS NULL)),
    CHECK ((code_hash IS NULL) = (days IS NULL)),
    CHECK (days IS NOT NULL OR (assigned_by IS NULL AND redeemed_ms IS NULL)),
    CHECK ((hash IS NULL) = (days IS NOT NULL AND redeemed_ms IS NULL))
) STRICT;

INSERT INTO new_access_token (id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms, last_used_ms,
    revoked_ms, position)
SELECT id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms, last_used_ms, revoked_ms, position
FROM access_token;

DROP TABLE access_token;

ALTER TABLE new_access_token RENAME TO access_token;

CREATE INDEX access_token_user ON access_token (user_account);

CREATE INDEX access_token_unit ON access_token (unit_code) WHERE unit_code IS NOT NULL;

CREATE INDEX access_token_hamlet ON access_token (hamlet) WHERE hamlet IS NOT NULL;

"""#
),
(
"0035_participation.sql",
#"""
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

"""#
),
(
"0036_tag_key.sql",
#"""
-- The key of the entity tags of lists, so that nobody can count writes by them. A copy of the file keeps its tags.
CREATE TABLE tag_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

INSERT INTO tag_key (id, key) VALUES (1, randomblob(32));

"""#
),
(
"0037_notes.sql",
#"""
-- A note that only the office sees, beside the public purpose of an expenditure.
ALTER TABLE expenditure ADD COLUMN note TEXT CHECK (length(note) > 0);

"""#
),
(
"0038_refunds_kept.sql",
#"""
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

"""#
),
(
"0039_person_sort_keys.sql",
#"""
-- Households are listed by the given name before a suffix: "Hòa (Tám)" and "Hòa A" sort under Hòa.
-- The keys are not SQL: `PersonSortKeys` computes them again in this migration's transaction.

"""#
),
(
"0040_voting_forms.sql",
#"""
-- Forms of deciding: ballots and online votes have no method of voting, ballots follow a meeting that lacked households,
-- a by-law needs a quorum, four people sign. Who recorded the votes, earlier recordings, and a second count of the
-- households. A CHECK cannot be changed, so tables and columns are made again, with the same rows.
DROP TRIGGER decision_votes_add_up;

DROP TRIGGER decision_kept_as_voted;

DROP TRIGGER decision_never_erased;

DROP TRIGGER decision_item_kept_as_voted;

DROP TRIGGER decision_item_never_erased;

DROP TRIGGER decision_person_kept_as_written;

DROP TRIGGER decision_person_never_erased;

CREATE TABLE new_decision (
    id                  INTEGER PRIMARY KEY,
    hamlet              INTEGER REFERENCES hamlet (id),
    commune             TEXT,
    title               TEXT NOT NULL CHECK (length(title) > 0),
    initiative_consents INTEGER CHECK (initiative_consents > 0),
    initiative_first_on INTEGER,
    amends              INTEGER REFERENCES new_decision (id),
    recorded_by         INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms         INTEGER NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'voted', 'passed', 'failed', 'sent', 'superseded')),
    voting_mode         TEXT CHECK (voting_mode IN ('meeting', 'ballots', 'online')),
    method              TEXT CHECK (method IN ('show_of_hands', 'secret_ballot')),
    held_on             INTEGER,
    place               TEXT,
    chair               TEXT,
    secretary           TEXT,
    households          INTEGER,
    represented         INTEGER,
    sent_to_commune_on  INTEGER,
    sent_to_front_on    INTEGER,
    superseded_by       INTEGER REFERENCES new_decision (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    -- NULL for votes recorded before this column.
    voted_by            INTEGER REFERENCES user_account (id),
    -- The meeting that lacked households, after which ballots were brought to them.
    earlier_meeting     INTEGER REFERENCES new_decision (id),
    -- The households that chose to vote online.
    chose_online        INTEGER CHECK (chose_online >= 0),
    -- The share of the households that a meeting on a by-law needed.
    quorum              TEXT,
    -- The households of the day of the vote, counted again by another person.
    recounted           INTEGER,
    recounted_by        INTEGER REFERENCES user_account (id),
    -- One scope: a hamlet or a commune.
    CHECK ((hamlet IS NULL) <> (commune IS NULL)),
    CHECK ((initiative_consents IS NULL) = (initiative_first_on IS NULL)),
    CHECK (amends <> id),
    CHECK ((state = 'draft') = (voting_mode IS NULL)),
    CHECK ((voting_mode IS NULL) = (held_on IS NULL)
        AND (voting_mode IS NULL) = (place IS NULL) AND (voting_mode IS NULL) = (chair IS NULL)
        AND (voting_mode IS NULL) = (secretary IS NULL) AND (voting_mode IS NULL) = (households IS NULL)
        AND (voting_mode IS NULL) = (represented IS NULL)),
    -- Before this migration, ballots and online votes had a method too.
    CHECK (voting_mode <> 'meeting' OR method IS NOT NULL),
    CHECK (method IS NULL OR voting_mode IS NOT NULL),
    CHECK (represented BETWEEN 0 AND households),
    CHECK ((sent_to_commune_on IS NULL) = (sent_to_front_on IS NULL)),
    CHECK (state <> 'sent' OR sent_to_commune_on IS NOT NULL),
    CHECK (sent_to_commune_on IS NULL OR state IN ('sent', 'superseded')),
    CHECK (sent_to_commune_on >= held_on AND sent_to_front_on >= held_on),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL)),
    CHECK (voted_by IS NULL OR voting_mode IS NOT NULL),
    CHECK (earlier_meeting IS NULL OR (voting_mode = 'ballots' AND earlier_meeting <> id)),
    CHECK (chose_online IS NULL OR voting_mode = 'online'),
    CHECK (quorum IS NULL OR (voting_mode = 'meeting' AND state IN ('passed', 'failed', 'sent', 'superseded'))),
    CHECK ((recounted IS NULL) = (recounted_by IS NULL)),
    CHECK (recounted IS NULL OR (state IN ('passed', 'sent', 'superseded') AND represented <= recounted)),
    -- Nobody counts again what they recorded.
    CHECK (recounted_by NOT IN (recorded_by, coalesce(voted_by, recorded_by)))
) STRICT;

INSERT INTO new_decision (id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by,
    recorded_ms, state, voting_mode, method, held_on, place, chair, secretary, households, represented,
    sent_to_commune_on, sent_to_front_on, superseded_by, version, position)
SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by, recorded_ms, state,
    voting_mode, method, held_on, place, chair, secretary, households, represented, sent_to_commune_on,
    sent_to_front_on, superseded_by, version, position
FROM decision;

DROP TABLE decision;

ALTER TABLE new_decision RENAME TO decision;

CREATE INDEX decision_hamlet ON decision (hamlet, id) WHERE hamlet IS NOT NULL;

CREATE INDEX decision_commune ON decision (commune, id) WHERE commune IS NOT NULL;

-- Two more matters: members of boards, and other affairs of the hamlet.
ALTER TABLE decision_item RENAME COLUMN matter TO old_matter;

ALTER TABLE decision_item ADD COLUMN matter TEXT NOT NULL DEFAULT 'other'
    CHECK (matter IN ('policy', 'rates', 'exemptions', 'estimate', 'spending_plan', 'by_law', 'election', 'labour_price',
        'land_price', 'material_price', 'boards', 'other'));

UPDATE decision_item SET matter = old_matter;

ALTER TABLE decision_item DROP COLUMN old_matter;

-- Four people sign the minutes: the head of the hamlet, the head of its Front committee, two of the households.
CREATE TABLE new_decision_person (
    decision INTEGER NOT NULL REFERENCES decision (id),
    duty     TEXT NOT NULL CHECK (duty IN ('board', 'witness', 'hamlet_head', 'front_head', 'household')),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (decision, duty, number)
) STRICT, WITHOUT ROWID;

INSERT INTO new_decision_person (decision, duty, number, name)
SELECT decision, duty, number, name
FROM decision_person;

DROP TABLE decision_person;

ALTER TABLE new_decision_person RENAME TO decision_person;

-- Votes that were recorded again: what stood before, by item.
CREATE TABLE decision_recording (
    decision      INTEGER NOT NULL REFERENCES decision (id),
    recording     INTEGER NOT NULL CHECK (recording >= 1),
    number        INTEGER NOT NULL CHECK (number BETWEEN 1 AND 50),
    recorded_by   INTEGER REFERENCES user_account (id),
    voting_mode   TEXT NOT NULL CHECK (voting_mode IN ('meeting', 'ballots', 'online')),
    held_on       INTEGER NOT NULL,
    households    INTEGER NOT NULL,
    represented   INTEGER NOT NULL CHECK (represented BETWEEN 0 AND households),
    votes_for     INTEGER NOT NULL CHECK (votes_for >= 0),
    votes_against INTEGER NOT NULL CHECK (votes_against >= 0),
    votes_other   INTEGER NOT NULL CHECK (votes_other >= 0),
    PRIMARY KEY (decision, recording, number),
    CHECK (votes_for + votes_against + votes_other = represented)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_recording_kept_as_written BEFORE UPDATE ON decision_recording
BEGIN SELECT RAISE(ABORT, 'recorded votes are kept'); END;

CREATE TRIGGER decision_recording_never_erased BEFORE DELETE ON decision_recording
BEGIN SELECT RAISE(ABORT, 'recorded votes are kept'); END;

CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision
WHEN NEW.state <> 'draft' AND EXISTS (
    SELECT 1 FROM decision_item
    WHERE decision = NEW.id AND votes_for + votes_against + votes_other IS NOT NEW.represented)
BEGIN SELECT RAISE(ABORT, 'each item has as many votes as households were represented'); END;

CREATE TRIGGER decision_kept_as_voted BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'voted')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.voting_mode IS NOT OLD.voting_mode OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place OR NEW.chair IS NOT OLD.chair
        OR NEW.secretary IS NOT OLD.secretary OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented OR NEW.voted_by IS NOT OLD.voted_by
        OR NEW.earlier_meeting IS NOT OLD.earlier_meeting OR NEW.chose_online IS NOT OLD.chose_online
        OR NEW.quorum IS NOT OLD.quorum)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are superseded, never erased'); END;

CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
    AND (NEW.decision <> OLD.decision OR NEW.number <> OLD.number OR NEW.matter <> OLD.matter OR NEW.text <> OLD.text
        OR NEW.votes_for IS NOT OLD.votes_for OR NEW.votes_against IS NOT OLD.votes_against
        OR NEW.votes_other IS NOT OLD.votes_other OR NEW.threshold IS NOT OLD.threshold
        OR NEW.is_passed IS NOT OLD.is_passed
        OR OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS NOT OLD.superseded_by)
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person
WHEN (SELECT state FROM decision WHERE id = OLD.decision) NOT IN ('draft', 'voted')
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

"""#
),
(
"0041_appraisers.sql",
#"""
-- Who appraises a model is fixed before the first of them has given scores.
CREATE TABLE model_appraiser (
    model     INTEGER NOT NULL REFERENCES model (id),
    number    INTEGER NOT NULL CHECK (number BETWEEN 1 AND 10),
    appraiser INTEGER NOT NULL REFERENCES user_account (id),
    PRIMARY KEY (model, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX model_appraiser_person ON model_appraiser (model, appraiser);

CREATE TRIGGER model_appraiser_kept_as_written BEFORE UPDATE ON model_appraiser
BEGIN SELECT RAISE(ABORT, 'the appraisers of a model stay once they have begun'); END;

CREATE TRIGGER model_appraiser_fixed BEFORE DELETE ON model_appraiser
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = OLD.model)
BEGIN SELECT RAISE(ABORT, 'the appraisers of a model stay once they have begun'); END;

-- Where appraisers are named, nobody else appraises.
CREATE TRIGGER appraisal_by_appraiser BEFORE INSERT ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM model_appraiser WHERE model = NEW.model AND appraiser = NEW.appraiser)
BEGIN SELECT RAISE(ABORT, 'a model is appraised by its appraisers'); END;

"""#
),
(
"0042_hamlet_types.sql",
#"""
-- The types of hamlets of Decree 185/2026: nine of a rural commune, the others of a ward. A CHECK cannot be changed, so the
-- column is made again.
DROP TRIGGER hamlet_closed_stays;

ALTER TABLE hamlet RENAME COLUMN kind TO old_kind;

ALTER TABLE hamlet ADD COLUMN kind TEXT NOT NULL DEFAULT 'thon'
    CHECK (kind IN ('thon', 'xom', 'lang', 'ap', 'ban', 'buon', 'bon', 'phum', 'soc', 'khoi', 'to_dan_pho', 'khu_pho',
        'khoi_pho', 'khom', 'tieu_khu'));

UPDATE hamlet SET kind = old_kind;

ALTER TABLE hamlet DROP COLUMN old_kind;

CREATE TRIGGER hamlet_closed_stays BEFORE UPDATE ON hamlet WHEN OLD.valid_to IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a hamlet that was closed does not change'); END;

"""#
),
(
"0043_voucher_dates.sql",
#"""
-- Dates within a voucher series never fall, and nothing is paid before the day of its approval.
DROP TRIGGER voucher_series_begins_at_one;

DROP TRIGGER voucher_series_goes_on;

DROP TRIGGER contribution_takes_next_number;

DROP TRIGGER expenditure_takes_next_number;

ALTER TABLE voucher_series ADD COLUMN last_on INTEGER NOT NULL DEFAULT 0;

-- From this number on no date falls: 1, but for series that were written before the rule.
ALTER TABLE voucher_series ADD COLUMN ordered_from INTEGER NOT NULL DEFAULT 1
    CHECK (ordered_from BETWEEN 1 AND last_number);

UPDATE voucher_series
SET last_on = known.last_on, ordered_from = known.ordered_from
FROM (
    SELECT hamlet, kind, year, book, max(CASE WHEN following IS NULL THEN issued_on END) AS last_on,
        coalesce(max(CASE WHEN issued_on < preceding_on THEN number END), 1) AS ordered_from
    FROM (
        SELECT hamlet, kind, year, book, number, issued_on,
            lag(issued_on) OVER (PARTITION BY hamlet, kind, year, book ORDER BY number) AS preceding_on,
            lead(number) OVER (PARTITION BY hamlet, kind, year, book ORDER BY number) AS following
        FROM voucher
    ) AS numbered
    GROUP BY hamlet, kind, year, book
) AS known
WHERE voucher_series.hamlet = known.hamlet AND voucher_series.kind = known.kind
    AND voucher_series.year = known.year AND voucher_series.book = known.book;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'receipt', NEW.received_on / 10000, NEW.book, NEW.number, NEW.received_on)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.received_on;
END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number, NEW.paid_on)
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.paid_on;
END;

CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series
WHEN NEW.last_number <> 1 OR NEW.ordered_from <> 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series
WHEN NEW.hamlet <> OLD.hamlet OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year OR NEW.book <> OLD.book
    OR NEW.last_number <> OLD.last_number + 1 OR NEW.ordered_from <> OLD.ordered_from
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_dates_never_fall BEFORE UPDATE ON voucher_series WHEN NEW.last_on < OLD.last_on
BEGIN SELECT RAISE(ABORT, 'dates of vouchers never fall'); END;

-- Without a value for approvals from before this rule.
ALTER TABLE expenditure ADD COLUMN approved_on INTEGER
    CHECK (approved_on IS NULL OR approved_by IS NOT NULL)
    CHECK (approved_on IS NULL OR paid_on IS NULL OR paid_on >= approved_on);

CREATE TRIGGER expenditure_approval_has_its_day BEFORE UPDATE ON expenditure
WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NEW.approved_on IS NULL)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_on IS NOT OLD.approved_on)
BEGIN SELECT RAISE(ABORT, 'an approval keeps its day'); END;

"""#
),
(
"0044_state_support.sql",
#"""
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

"""#
),
(
"0045_voucher_books.sql",
#"""
-- Books of vouchers are registered by the accountant; a voucher remembers whether its printed number names its book.
-- The default book, and books with vouchers from before this migration, exist without being registered.
CREATE TABLE voucher_book (
    id       INTEGER PRIMARY KEY,
    hamlet   INTEGER NOT NULL REFERENCES hamlet (id),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    -- By which spellings of one name are recognised: "1", "01" and "q 1", "Q01".
    name_key TEXT NOT NULL CHECK (length(name_key) > 0),
    state    TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX voucher_book_key ON voucher_book (hamlet, name_key);

CREATE TRIGGER voucher_book_only_closes BEFORE UPDATE ON voucher_book
WHEN OLD.state = 'closed' OR NEW.id <> OLD.id OR NEW.hamlet <> OLD.hamlet OR NEW.name <> OLD.name
    OR NEW.name_key <> OLD.name_key
BEGIN SELECT RAISE(ABORT, 'books are closed, never changed'); END;

CREATE TRIGGER voucher_book_never_erased BEFORE DELETE ON voucher_book
BEGIN SELECT RAISE(ABORT, 'books are closed, never erased'); END;

ALTER TABLE contribution ADD COLUMN names_book INTEGER NOT NULL DEFAULT 0 CHECK (names_book IN (0, 1));

ALTER TABLE expenditure ADD COLUMN names_book INTEGER NOT NULL DEFAULT 0
    CHECK (names_book IN (0, 1)) CHECK (names_book = 0 OR number IS NOT NULL);

"""#
),
(
"0046_journal_entries.sql",
#"""
-- Each journal row is an entry of the public log: SHA-256(public part) ‖ SHA-256(nonce ‖ private part). The row keeps
-- the random nonce, whose books changed, the public members of the payload (NULL when none are) and the hash of the
-- entry as a leaf of the tree. `JournalEntries` copies the older rows, with nonces of their own.
DROP TRIGGER journal_kept_as_written;
DROP TRIGGER journal_never_erased;
ALTER TABLE journal RENAME TO earlier_journal;

CREATE TABLE journal (
    position       INTEGER PRIMARY KEY CHECK (position > 0),
    recorded_ms    INTEGER NOT NULL,
    actor          INTEGER,
    token          INTEGER,
    assigned_by    INTEGER,
    kind           TEXT NOT NULL,
    subject        INTEGER NOT NULL,
    owner          TEXT,
    public_members BLOB,
    -- NULL together when the private part was erased; its hash stays, so that the entry can still be checked.
    payload        BLOB,
    nonce          BLOB CHECK (length(nonce) = 32),
    private_hash   BLOB CHECK (length(private_hash) = 32),
    leaf           BLOB NOT NULL CHECK (length(leaf) = 32),
    CHECK ((payload IS NULL) = (nonce IS NULL) AND (payload IS NULL) = (private_hash IS NOT NULL))
) STRICT;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR OLD.public_members IS NOT NULL
    OR NEW.public_members IS NOT NULL OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

CREATE TRIGGER journal_never_erased BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal rows are never erased'); END;

-- The hashes of the tree over all entries, 256 of 32 bytes in a row. A tile of level 0 is stored when it is full; the
-- last one follows from the leaves. A tile of a higher level has a hash for each full tile below it.
CREATE TABLE log_tile (
    level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
    number INTEGER NOT NULL CHECK (number >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- Tree heads that were signed, with their text; the last one of each hour and those with cosignatures are kept.
CREATE TABLE log_checkpoint (
    size      INTEGER PRIMARY KEY CHECK (size >= 0),
    root      BLOB NOT NULL CHECK (length(root) = 32),
    note      TEXT NOT NULL,
    signed_ms INTEGER NOT NULL
) STRICT;

-- The public keys that the service has signed with, and those of the witnesses it is configured with: what a reader
-- needs to check a note. Private keys are never in the database.
CREATE TABLE log_key (
    vkey       TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('log', 'witness')),
    -- One log key at a time; a witness that is no longer configured is not current.
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    added_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lines of witnesses below a checkpoint.
CREATE TABLE log_cosignature (
    size        INTEGER NOT NULL REFERENCES log_checkpoint (size),
    -- The name of its key.
    witness     TEXT NOT NULL,
    line        TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;

-- The journal row by which the voucher was issued.
ALTER TABLE contribution ADD COLUMN voucher_position INTEGER;
ALTER TABLE expenditure ADD COLUMN voucher_position INTEGER;

CREATE INDEX earlier_journal_voucher ON earlier_journal (kind, subject)
WHERE kind IN ('contribution.recorded', 'expenditure.changed');

UPDATE contribution
SET voucher_position = (
    SELECT min(position) FROM earlier_journal
    WHERE kind = 'contribution.recorded' AND subject = contribution.id
);

UPDATE expenditure
SET voucher_position = (
    SELECT min(position) FROM earlier_journal
    WHERE kind = 'expenditure.changed' AND subject = expenditure.id
        AND instr(CAST(payload AS TEXT), '"state":"paid"') > 0
)
WHERE number IS NOT NULL;

"""#
),
(
"0047_import_keys.sql",
#"""
-- The office's own number of a row of an imported table, so that a file that is imported again makes no second receipt.
-- Receipts from before, and those entered one by one, have none.
ALTER TABLE contribution ADD COLUMN import_key TEXT CHECK (length(import_key) > 0);

-- By which spellings of one number are recognised: "PT 012", "pt12".
ALTER TABLE contribution ADD COLUMN import_key_folded TEXT
    CHECK (length(import_key_folded) > 0) CHECK ((import_key_folded IS NULL) = (import_key IS NULL));

-- A voided receipt keeps its key: the same row does not make it again.
CREATE UNIQUE INDEX contribution_import_key ON contribution (hamlet, import_key_folded)
    WHERE import_key_folded IS NOT NULL;

CREATE TRIGGER contribution_import_key_kept_as_written BEFORE UPDATE OF import_key, import_key_folded ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

"""#
),
(
"0048_household_changes.sql",
#"""
-- Who was in a hamlet, as known at the end of a month: found from the few changes since then. The public number of
-- households is that one, so that no record of a household changes it before the month has ended.
CREATE INDEX household_changes ON household (hamlet, position);

CREATE INDEX household_version_changes ON household_version (hamlet, ended_at);

CREATE INDEX journal_households ON journal (subject) WHERE kind = 'household.recorded';

"""#
),
(
"0049_contribution_bank_keys.sql",
#"""
-- Bank references are compared by their letters and digits, look-alike letters folded: see `codeKey`.
-- The keys are not SQL: `ContributionBankKeys` computes them in this migration's transaction.
DROP INDEX contribution_bank_key;

ALTER TABLE contribution ADD COLUMN bank_key TEXT;

CREATE INDEX contribution_bank_key ON contribution (bank_key)
    WHERE bank_key IS NOT NULL AND voided_ms IS NULL;

"""#
),
(
"0050_stored_responses.sql",
#"""
-- Stored responses by reference: what a write says of one resource is rendered again from it, because the copies of
-- 50 million receipts were about 37 GB. Keys of writes that move no money and take no number are dropped by age.
-- Rows from before keep their body, and are kept.
CREATE TABLE idempotency_key_new (
    caller      INTEGER NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status      INTEGER NOT NULL,
    location    TEXT,
    etag        TEXT,
    body        BLOB,
    -- The resource that the response showed, with its version; then there is no body.
    kind        TEXT,
    entity      INTEGER CHECK (entity > 0),
    version     INTEGER CHECK (version > 0),
    -- NULL: kept for good.
    recorded_ms INTEGER,
    PRIMARY KEY (caller, key),
    CHECK ((body IS NULL) = (kind IS NOT NULL)),
    CHECK ((kind IS NULL) = (entity IS NULL)),
    CHECK ((kind IS NULL) = (version IS NULL)),
    CHECK (kind IS NULL OR (location IS NULL AND etag IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO idempotency_key_new (caller, key, fingerprint, status, location, etag, body)
SELECT caller, key, fingerprint, status, location, etag, body FROM idempotency_key;

DROP TABLE idempotency_key;

ALTER TABLE idempotency_key_new RENAME TO idempotency_key;

CREATE INDEX idempotency_key_recorded ON idempotency_key (recorded_ms) WHERE recorded_ms IS NOT NULL;

"""#
),
(
"0051_household_names.sql",
#"""
-- Households are listed by given name: without this index, one page of a hamlet of 6,000 sorted all of them.
CREATE INDEX household_name ON household (hamlet, sort_key, id) WHERE ended_on IS NULL;

"""#
),
(
"0052_duties.sql",
#"""
-- An appraiser who has given no scores and has lost the role is replaced.
DROP TRIGGER model_appraiser_fixed;

CREATE TRIGGER model_appraiser_fixed BEFORE DELETE ON model_appraiser
WHEN EXISTS (SELECT 1 FROM appraisal WHERE model = OLD.model AND appraiser = OLD.appraiser)
    OR EXISTS (SELECT 1 FROM model WHERE id = OLD.model AND state IN ('recognised', 'declined'))
BEGIN SELECT RAISE(ABORT, 'who appraised a model stays named'); END;

-- The history of a household, to find who took it out of the count of a day.
CREATE INDEX journal_household ON journal (subject)
WHERE kind IN ('household.recorded', 'household.corrected', 'household.changed', 'household.ended');

"""#
),
(
"0053_forgetting.sql",
#"""
-- A person is forgotten by erasing what the private parts of journal rows say, once a row says that they were: that is
-- `household.forgotten` or `user.forgotten`. Nothing else may be erased, and no voucher ever. The hashes of tokens are
-- journalled from now on.
CREATE INDEX journal_forgotten ON journal (subject) WHERE kind IN ('household.forgotten', 'user.forgotten');

CREATE INDEX journal_user ON journal (subject) WHERE kind IN ('user.recorded', 'user.disabled', 'user.enabled');

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR OLD.public_members IS NOT NULL
    OR NEW.public_members IS NOT NULL OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NOT EXISTS (
        SELECT 1 FROM journal AS later
        WHERE later.kind IN ('household.forgotten', 'user.forgotten') AND later.subject = OLD.subject
            AND later.position > OLD.position
            AND later.kind = CASE
                WHEN OLD.kind IN ('household.recorded', 'household.corrected', 'household.changed', 'household.ended')
                    THEN 'household.forgotten'
                WHEN OLD.kind IN ('user.recorded', 'user.disabled', 'user.enabled') THEN 'user.forgotten'
                ELSE ''
            END
    )
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

DROP TRIGGER household_ended_stays;

CREATE TRIGGER household_ended_stays BEFORE UPDATE ON household
WHEN OLD.ended_on IS NOT NULL AND NOT (
    NEW.head_name = '(đã xóa)' AND NEW.address IS NULL AND NEW.workers IS NULL AND NEW.tier IS NULL
    AND NEW.id = OLD.id AND NEW.hamlet = OLD.hamlet AND NEW.code = OLD.code AND NEW.persons = OLD.persons
    AND NEW.valid_from IS OLD.valid_from AND NEW.origin IS OLD.origin AND NEW.ended_on IS OLD.ended_on
    AND NEW.ending IS OLD.ending AND NEW.merged_into IS OLD.merged_into)
BEGIN SELECT RAISE(ABORT, 'a household that ended does not change'); END;

DROP TRIGGER household_version_kept_as_written;

CREATE TRIGGER household_version_kept_as_written BEFORE UPDATE ON household_version
WHEN NOT (
    NEW.head_name = '(đã xóa)' AND NEW.address IS NULL AND NEW.workers IS NULL AND NEW.tier IS NULL
    AND NEW.household = OLD.household AND NEW.version = OLD.version AND NEW.hamlet = OLD.hamlet
    AND NEW.code = OLD.code AND NEW.persons = OLD.persons AND NEW.valid_from IS OLD.valid_from
    AND NEW.origin IS OLD.origin AND NEW.valid_to = OLD.valid_to AND NEW.position = OLD.position
    AND NEW.ended_at = OLD.ended_at
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE kind IN ('household.forgotten', 'user.forgotten') AND kind = 'household.forgotten'
            AND subject = OLD.household))
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

-- Whether the journal row of the token has its hashes: 0 for what was journalled before they were.
ALTER TABLE access_token ADD COLUMN has_hashes INTEGER NOT NULL DEFAULT 0 CHECK (has_hashes IN (0, 1));

"""#
),
(
"0054_journal_indexes.sql",
#"""
-- The partial indexes of the journal compare with = and OR: for IN with three values or more, SQLite fills a table in
-- memory on each insert, and every journal row paid for two of them.
DROP INDEX journal_household;

DROP INDEX journal_user;

CREATE INDEX journal_household ON journal (subject)
WHERE kind = 'household.recorded' OR kind = 'household.corrected' OR kind = 'household.changed'
    OR kind = 'household.ended';

CREATE INDEX journal_user ON journal (subject)
WHERE kind = 'user.recorded' OR kind = 'user.disabled' OR kind = 'user.enabled';

"""#
),
(
"0055_fund_owners.sql",
#"""
-- Who keeps books: every hamlet, and the communes and organisations that do. Rows about money name the owner by a text:
-- h1 is the hamlet 1, c1 the row 1 of `unit`, o1 the organisation 1.
CREATE TABLE fund_owner (
    owner        TEXT PRIMARY KEY,
    hamlet       INTEGER UNIQUE REFERENCES hamlet (id),
    unit         INTEGER UNIQUE REFERENCES unit (id),
    organisation INTEGER UNIQUE REFERENCES organisation (id),
    CHECK ((hamlet IS NOT NULL) + (unit IS NOT NULL) + (organisation IS NOT NULL) = 1),
    CHECK (owner = coalesce('h' || hamlet, 'c' || unit, 'o' || organisation))
) STRICT, WITHOUT ROWID;

INSERT INTO fund_owner (owner, hamlet)
SELECT 'h' || id, id FROM hamlet ORDER BY 'h' || id;

CREATE TRIGGER hamlet_keeps_books AFTER INSERT ON hamlet
BEGIN INSERT INTO fund_owner (owner, hamlet) VALUES ('h' || NEW.id, NEW.id); END;

CREATE TRIGGER fund_owner_stays BEFORE UPDATE ON fund_owner
BEGIN SELECT RAISE(ABORT, 'owners of books never change'); END;

CREATE TRIGGER fund_owner_never_erased BEFORE DELETE ON fund_owner
BEGIN SELECT RAISE(ABORT, 'owners of books are never erased'); END;

"""#
),
(
"0056_ledger.sql",
#"""
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

"""#
),
(
"0057_periods.sql",
#"""
-- Counts of the cash of a fund by two persons, and the months of an owner's books, which are closed in order.
CREATE TABLE cash_count (
    id               INTEGER PRIMARY KEY,
    owner            TEXT NOT NULL REFERENCES fund_owner (owner),
    fund             INTEGER NOT NULL REFERENCES fund (id),
    counted_on       INTEGER NOT NULL,
    book_dong        INTEGER NOT NULL CHECK (book_dong >= 0),
    -- The ids of the persons, in the order given, separated by commas.
    counted_by       TEXT NOT NULL,
    posts_difference INTEGER NOT NULL CHECK (posts_difference IN (0, 1)),
    note             TEXT,
    state            TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'withdrawn'),
    confirmed_by     INTEGER REFERENCES user_account (id),
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    -- Who records a count does not confirm it.
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
    CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE INDEX cash_count_fund ON cash_count (owner, fund, counted_on);

-- The notes of a count, most valuable first.
CREATE TABLE cash_count_notes (
    cash_count   INTEGER NOT NULL REFERENCES cash_count (id),
    number       INTEGER NOT NULL,
    denomination INTEGER NOT NULL CHECK (denomination > 0),
    notes        INTEGER NOT NULL CHECK (notes > 0),
    PRIMARY KEY (cash_count, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cash_count_decided_stays BEFORE UPDATE ON cash_count WHEN OLD.state <> 'recorded'
BEGIN SELECT RAISE(ABORT, 'a count that was confirmed or withdrawn does not change'); END;

CREATE TRIGGER cash_count_never_erased BEFORE DELETE ON cash_count
BEGIN SELECT RAISE(ABORT, 'counts are withdrawn, never erased'); END;

CREATE TABLE accounting_period (
    id            INTEGER PRIMARY KEY,
    owner         TEXT NOT NULL REFERENCES fund_owner (owner),
    -- Such as 202603.
    month         INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state = 'open' OR state = 'submitted' OR state = 'closed'),
    submitted_by  INTEGER REFERENCES user_account (id),
    closed_by     INTEGER REFERENCES user_account (id),
    -- What the owner held at the end of the month, when it was closed.
    cash_dong     INTEGER,
    bank_dong     INTEGER,
    reopen_reason TEXT,
    recorded_by   INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    -- Accountant and approver are two persons.
    CHECK (closed_by IS NULL OR closed_by <> submitted_by),
    CHECK ((state = 'open') = (submitted_by IS NULL)),
    CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
    CHECK ((cash_dong IS NULL) = (closed_by IS NULL) AND (bank_dong IS NULL) = (closed_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX accounting_period_month ON accounting_period (owner, month);

CREATE TRIGGER accounting_period_never_erased BEFORE DELETE ON accounting_period
BEGIN SELECT RAISE(ABORT, 'months are closed and opened again, never erased'); END;

-- A closed month takes no posting.
CREATE TRIGGER posting_in_open_month BEFORE INSERT ON posting
WHEN EXISTS (
    SELECT 1 FROM accounting_period
    WHERE owner = NEW.owner AND month >= NEW.posted_on / 100 AND state = 'closed'
)
BEGIN SELECT RAISE(ABORT, 'the month is closed'); END;

"""#
),
(
"0058_replacements.sql",
#"""
-- A wrong receipt is voided and issued again in one step: the new one has the number and day of today, but the day on
-- which the money came, so that no day in between lacks it.
ALTER TABLE contribution ADD COLUMN issued_on INTEGER;

-- The receipt that this one replaces.
ALTER TABLE contribution ADD COLUMN replaces INTEGER REFERENCES contribution (id)
    CHECK (replaces IS NULL OR replaces < id);

-- The receipt by which this one was replaced when it was voided.
ALTER TABLE contribution ADD COLUMN replaced_by INTEGER
    CHECK (replaced_by IS NULL OR (replaced_by > id AND voided_ms IS NOT NULL))
    CHECK (issued_on IS NULL OR (issued_on > received_on AND replaces IS NOT NULL));

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces) WHERE replaces IS NOT NULL;

DROP TRIGGER contribution_takes_next_number;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
    VALUES (NEW.hamlet, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (hamlet, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

DROP TRIGGER contribution_receipt_kept_as_written;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF hamlet, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

DROP VIEW voucher;

CREATE VIEW voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT hamlet, 'receipt', coalesce(issued_on, received_on) / 10000, book, number, coalesce(issued_on, received_on),
    amount_dong, party_name, party_address, voucher_reason
FROM contribution
UNION ALL
SELECT hamlet, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

"""#
),
(
"0059_prior_period_corrections.sql",
#"""
-- A wrong voucher of a closed month is reversed on the day of the reversal: its month keeps its figures, and the
-- statement shows the amount as a correction of a prior period.
ALTER TABLE contribution ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > received_on AND voided_ms IS NOT NULL));

ALTER TABLE expenditure ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > paid_on AND state = 'voided'));

"""#
),
(
"0060_voucher_prints.sql",
#"""
-- Prints of vouchers: the second and later ones say so on paper. Looking at a page records nothing.
CREATE TABLE voucher_print (
    id           INTEGER PRIMARY KEY,
    hamlet       INTEGER NOT NULL REFERENCES hamlet (id),
    contribution INTEGER REFERENCES contribution (id),
    expenditure  INTEGER REFERENCES expenditure (id),
    -- 1, 2, 3, … of its voucher.
    number       INTEGER NOT NULL CHECK (number > 0),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((contribution IS NULL) <> (expenditure IS NULL))
) STRICT;

CREATE UNIQUE INDEX voucher_print_receipt ON voucher_print (contribution, number) WHERE contribution IS NOT NULL;

CREATE UNIQUE INDEX voucher_print_payment ON voucher_print (expenditure, number) WHERE expenditure IS NOT NULL;

CREATE TRIGGER voucher_print_in_order BEFORE INSERT ON voucher_print
WHEN NEW.number <> 1 + (
    SELECT count(*)
    FROM voucher_print
    WHERE contribution = NEW.contribution OR expenditure = NEW.expenditure)
BEGIN SELECT RAISE(ABORT, 'prints of a voucher are numbered without gaps'); END;

CREATE TRIGGER voucher_print_kept_as_written BEFORE UPDATE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never changed'); END;

CREATE TRIGGER voucher_print_never_erased BEFORE DELETE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never erased'); END;

"""#
),
(
"0061_money_moves.sql",
#"""
-- What moves money of funds besides receipts and payments: opening balances from paper books, transfers between cash
-- and bank or between funds, interest and fees of the bank.
CREATE TABLE opening_balance (
    id             INTEGER PRIMARY KEY,
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    fund           INTEGER NOT NULL REFERENCES fund (id),
    -- The day at whose end the fund held the money.
    opened_on      INTEGER NOT NULL,
    cash_dong      INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong      INTEGER NOT NULL CHECK (bank_dong >= 0),
    basis          TEXT NOT NULL CHECK (length(basis) > 0),
    first_counter  TEXT NOT NULL CHECK (length(first_counter) > 0),
    second_counter TEXT NOT NULL CHECK (length(second_counter) > 0),
    recorded_by    INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('recorded', 'confirmed', 'voided')),
    confirmed_by   INTEGER REFERENCES user_account (id),
    void_reason    TEXT,
    voided_by      INTEGER REFERENCES user_account (id),
    voided_ms      INTEGER,
    version        INTEGER NOT NULL,
    -- The journal row of the confirmation, whose effect the postings are.
    posted_position INTEGER,
    position       INTEGER NOT NULL,
    CHECK (cash_dong > 0 OR bank_dong > 0),
    CHECK (first_counter <> second_counter),
    CHECK (confirmed_by <> recorded_by),
    CHECK (voided_by <> recorded_by),
    CHECK (state <> 'recorded' OR confirmed_by IS NULL),
    CHECK (state <> 'confirmed' OR confirmed_by IS NOT NULL),
    CHECK ((confirmed_by IS NULL) = (posted_position IS NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL)),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL))
) STRICT;

-- A fund has one opening balance.
CREATE UNIQUE INDEX opening_balance_fund ON opening_balance (fund) WHERE state <> 'voided';

CREATE INDEX opening_balance_owner ON opening_balance (owner, id);

CREATE TRIGGER opening_balance_kept_as_written BEFORE UPDATE ON opening_balance
WHEN OLD.state = 'voided' OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.fund <> OLD.fund
    OR NEW.opened_on <> OLD.opened_on OR NEW.cash_dong <> OLD.cash_dong OR NEW.bank_dong <> OLD.bank_dong
    OR NEW.basis <> OLD.basis OR NEW.first_counter <> OLD.first_counter
    OR NEW.second_counter <> OLD.second_counter OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms
    OR (OLD.confirmed_by IS NOT NULL
        AND (coalesce(NEW.confirmed_by, 0) <> OLD.confirmed_by
            OR coalesce(NEW.posted_position, 0) <> OLD.posted_position))
BEGIN SELECT RAISE(ABORT, 'opening balances are voided, never changed'); END;

CREATE TRIGGER opening_balance_never_erased BEFORE DELETE ON opening_balance
BEGIN SELECT RAISE(ABORT, 'opening balances are voided, never erased'); END;

CREATE TABLE fund_transfer (
    id              INTEGER PRIMARY KEY,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    fund            INTEGER NOT NULL REFERENCES fund (id),
    -- Another fund of the owner; NULL within the fund.
    to_fund         INTEGER REFERENCES fund (id),
    -- The residents' decision by which the money goes to another fund.
    decision        INTEGER REFERENCES decision (id),
    from_account    TEXT NOT NULL CHECK (from_account IN ('cash', 'bank')),
    to_account      TEXT NOT NULL CHECK (to_account IN ('cash', 'bank')),
    amount_dong     INTEGER NOT NULL CHECK (amount_dong > 0),
    transferred_on  INTEGER NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    void_reason     TEXT,
    voided_by       INTEGER REFERENCES user_account (id),
    voided_ms       INTEGER,
    version         INTEGER NOT NULL,
    -- The journal row of the recording, whose effect the postings are.
    posted_position INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    CHECK ((to_fund IS NULL) = (decision IS NULL)),
    CHECK (to_fund IS NOT NULL OR from_account <> to_account),
    CHECK (to_fund <> fund),
    CHECK (voided_by <> recorded_by),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL)),
    CHECK (void_reason IS NOT NULL OR position = posted_position)
) STRICT;

CREATE INDEX fund_transfer_owner ON fund_transfer (owner, id);

CREATE TRIGGER fund_transfer_kept_as_written BEFORE UPDATE ON fund_transfer
WHEN OLD.void_reason IS NOT NULL OR NEW.void_reason IS NULL OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner
    OR NEW.fund <> OLD.fund OR coalesce(NEW.to_fund, 0) <> coalesce(OLD.to_fund, 0)
    OR coalesce(NEW.decision, 0) <> coalesce(OLD.decision, 0) OR NEW.from_account <> OLD.from_account
    OR NEW.to_account <> OLD.to_account OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.transferred_on <> OLD.transferred_on OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms OR NEW.posted_position <> OLD.posted_position
BEGIN SELECT RAISE(ABORT, 'transfers are voided, never changed'); END;

CREATE TRIGGER fund_transfer_never_erased BEFORE DELETE ON fund_transfer
BEGIN SELECT RAISE(ABORT, 'transfers are voided, never erased'); END;

CREATE TABLE bank_entry (
    id              INTEGER PRIMARY KEY,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    fund            INTEGER NOT NULL REFERENCES fund (id),
    kind            TEXT NOT NULL CHECK (kind IN ('interest', 'fee')),
    amount_dong     INTEGER NOT NULL CHECK (amount_dong > 0),
    entered_on      INTEGER NOT NULL,
    reference       TEXT,
    -- By which spellings of a reference are recognised; empty without one.
    reference_key   TEXT NOT NULL,
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    void_reason     TEXT,
    voided_by       INTEGER REFERENCES user_account (id),
    voided_ms       INTEGER,
    version         INTEGER NOT NULL,
    -- The journal row of the recording, whose effect the posting is.
    posted_position INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    CHECK ((reference IS NULL) = (reference_key = '')),
    CHECK (voided_by <> recorded_by),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL)),
    CHECK (void_reason IS NOT NULL OR position = posted_position)
) STRICT;

-- The same line of the bank's statement is entered once.
CREATE UNIQUE INDEX bank_entry_reference ON bank_entry (fund, kind, reference_key)
    WHERE reference_key <> '' AND void_reason IS NULL;

CREATE INDEX bank_entry_owner ON bank_entry (owner, id);

CREATE TRIGGER bank_entry_kept_as_written BEFORE UPDATE ON bank_entry
WHEN OLD.void_reason IS NOT NULL OR NEW.void_reason IS NULL OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner
    OR NEW.fund <> OLD.fund OR NEW.kind <> OLD.kind OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.entered_on <> OLD.entered_on OR coalesce(NEW.reference, '') <> coalesce(OLD.reference, '')
    OR NEW.reference_key <> OLD.reference_key OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms OR NEW.posted_position <> OLD.posted_position
BEGIN SELECT RAISE(ABORT, 'interest and fees are voided, never changed'); END;

CREATE TRIGGER bank_entry_never_erased BEFORE DELETE ON bank_entry
BEGIN SELECT RAISE(ABORT, 'interest and fees are voided, never erased'); END;

"""#
),
(
"0062_other_postings.sql",
#"""
-- Postings that no receipt made, by owner and day, for books that list every posting. Those of receipts are found through
-- their contributions, which are stored by hamlet, so that the index costs a receipt nothing. It compares with <> and
-- AND: for a list of values, SQLite fills a table in memory on each insert.
CREATE INDEX posting_not_received ON posting (owner, posted_on)
WHERE credit <> 'households' AND credit <> 'people_away' AND credit <> 'individuals' AND credit <> 'companies'
    AND credit <> 'organisations' AND credit <> 'state_central' AND credit <> 'state_province'
    AND credit <> 'state_district' AND credit <> 'state_commune' AND credit <> 'state_agencies';

"""#
),
(
"0063_bank_accounts.sql",
#"""
-- Bank accounts of owners of books, and the money that came to them: receipts are issued on a credit by a person.
CREATE TABLE bank_account (
    id             INTEGER PRIMARY KEY,
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    bank           TEXT NOT NULL CHECK (length(bank) = 6),
    bank_name      TEXT NOT NULL,
    number         TEXT NOT NULL,
    holder_name    TEXT NOT NULL,
    holder_kind    TEXT NOT NULL CHECK (holder_kind IN ('finance_office', 'hamlet_head', 'organisation')),
    decision       INTEGER REFERENCES decision (id),
    basis          TEXT,
    valid_from     INTEGER NOT NULL,
    opening_dong   INTEGER NOT NULL CHECK (opening_dong >= 0),
    valid_to       INTEGER CHECK (valid_to >= valid_from),
    closing_dong   INTEGER CHECK (closing_dong >= 0),
    -- The row of the holder before.
    previous       INTEGER UNIQUE REFERENCES bank_account (id),
    -- Bank, and letters and digits of the number: what one account is one by, whoever holds it.
    line           TEXT NOT NULL,
    recorded_by    INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    CHECK (decision IS NOT NULL OR basis IS NOT NULL),
    CHECK ((valid_to IS NULL) = (closing_dong IS NULL))
) STRICT;

CREATE UNIQUE INDEX bank_account_open ON bank_account (line) WHERE valid_to IS NULL;
CREATE INDEX bank_account_owner ON bank_account (owner);

CREATE TRIGGER bank_account_never_erased BEFORE DELETE ON bank_account
BEGIN SELECT RAISE(ABORT, 'bank accounts are closed, never erased'); END;

CREATE TABLE bank_credit (
    id             INTEGER PRIMARY KEY,
    account        INTEGER NOT NULL REFERENCES bank_account (id),
    owner          TEXT NOT NULL REFERENCES fund_owner (owner),
    line           TEXT NOT NULL,
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    booked_on      INTEGER NOT NULL,
    reference      TEXT NOT NULL,
    reference_key  TEXT NOT NULL,
    memo           TEXT NOT NULL,
    payer_name     TEXT,
    payer_account  TEXT,
    source         TEXT NOT NULL CHECK (source IN ('statement', 'webhook', 'entry')),
    payment_code   TEXT,
    ignored_reason TEXT,
    -- NULL for the notice of a service.
    recorded_by    INTEGER REFERENCES user_account (id),
    recorded_ms    INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    CHECK (recorded_by IS NOT NULL OR source = 'webhook')
) STRICT;

-- A bank's credit is recorded once, whoever held the account and however its reference is written.
CREATE UNIQUE INDEX bank_credit_reference ON bank_credit (line, reference_key);
CREATE INDEX bank_credit_account ON bank_credit (account);

CREATE TRIGGER bank_credit_never_erased BEFORE DELETE ON bank_credit
BEGIN SELECT RAISE(ABORT, 'bank credits are never erased'); END;

-- What the bank told is never changed.
CREATE TRIGGER bank_credit_stays BEFORE UPDATE ON bank_credit
WHEN NEW.account <> OLD.account OR NEW.line <> OLD.line OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.booked_on <> OLD.booked_on OR NEW.reference <> OLD.reference OR NEW.memo <> OLD.memo
BEGIN SELECT RAISE(ABORT, 'what the bank told of a credit never changes'); END;

-- The receipts that were issued on a credit. A voided receipt gives its part back.
CREATE TABLE bank_credit_receipt (
    credit         INTEGER NOT NULL REFERENCES bank_credit (id),
    number         INTEGER NOT NULL,
    contribution   INTEGER NOT NULL UNIQUE REFERENCES contribution (id),
    amount_dong    INTEGER NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (credit, number)
) STRICT;

CREATE TRIGGER bank_credit_receipt_never_erased BEFORE DELETE ON bank_credit_receipt
BEGIN SELECT RAISE(ABORT, 'receipts of a bank credit are never erased'); END;

CREATE TRIGGER bank_credit_receipt_stays BEFORE UPDATE ON bank_credit_receipt
BEGIN SELECT RAISE(ABORT, 'receipts of a bank credit never change'); END;

"""#
),
(
"0064_owners_of_funds.sql",
#"""
-- Communes and organisations keep funds of their own, as hamlets do: what was keyed by the hamlet is keyed by the owner
-- of the books. A column's type cannot be changed, so tables are made again, with the same rows. Conditions on three or
-- more values are written with OR: for IN, SQLite fills a table in memory for every row that is written.
DROP VIEW voucher;

CREATE TABLE new_fund (
    id       INTEGER PRIMARY KEY,
    owner    TEXT NOT NULL REFERENCES fund_owner (owner),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    decision INTEGER REFERENCES decision (id),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

INSERT INTO new_fund (id, owner, name, decision, version, position)
SELECT id, 'h' || hamlet, name, decision, version, position FROM fund ORDER BY id;

DROP TABLE fund;

ALTER TABLE new_fund RENAME TO fund;

CREATE UNIQUE INDEX fund_name ON fund (owner, name);

CREATE TRIGGER fund_stays_in_its_books BEFORE UPDATE OF id, owner ON fund
BEGIN SELECT RAISE(ABORT, 'a fund stays in its books'); END;

CREATE TABLE new_contribution (
    owner            TEXT NOT NULL REFERENCES fund_owner (owner),
    id               INTEGER NOT NULL,
    -- The code of the commune of the hamlet, the commune's own, or that of the organisation's unit.
    commune          TEXT NOT NULL,
    fund             INTEGER NOT NULL REFERENCES fund (id),
    household        INTEGER REFERENCES household (id),
    organisation     INTEGER REFERENCES organisation (id),
    sponsor_name     TEXT,
    sponsor_kind     TEXT CHECK (sponsor_kind = 'person_away' OR sponsor_kind = 'person' OR sponsor_kind = 'company'
        OR sponsor_kind = 'state'),
    sponsor_level    TEXT CHECK (sponsor_level = 'central' OR sponsor_level = 'province' OR sponsor_level = 'district'
        OR sponsor_level = 'commune'),
    source           TEXT NOT NULL CHECK (source = 'households' OR source = 'sponsors' OR source = 'state'),
    is_anonymous     INTEGER NOT NULL CHECK (is_anonymous IN (0, 1)),
    pledge           INTEGER REFERENCES pledge (id),
    method           TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    bank_reference   TEXT,
    received_on      INTEGER NOT NULL,
    amount_dong      INTEGER NOT NULL CHECK (amount_dong > 0),
    book             TEXT NOT NULL,
    number           INTEGER NOT NULL,
    party_name       TEXT NOT NULL,
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    void_reason      TEXT,
    voided_by        INTEGER REFERENCES user_account (id),
    voided_ms        INTEGER,
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    party_address    TEXT NOT NULL DEFAULT '',
    voucher_reason   TEXT NOT NULL DEFAULT '',
    donor_name       TEXT CHECK (length(donor_name) > 0),
    refunded_dong    INTEGER NOT NULL DEFAULT 0 CHECK (refunded_dong BETWEEN 0 AND amount_dong),
    refund_steps     INTEGER NOT NULL DEFAULT 0 CHECK (refund_steps >= 0),
    names_book       INTEGER NOT NULL DEFAULT 0 CHECK (names_book IN (0, 1)),
    voucher_position INTEGER,
    import_key        TEXT CHECK (length(import_key) > 0),
    import_key_folded TEXT CHECK (length(import_key_folded) > 0)
        CHECK ((import_key_folded IS NULL) = (import_key IS NULL)),
    bank_key         TEXT,
    issued_on        INTEGER CHECK (issued_on IS NULL OR (issued_on > received_on AND replaces IS NOT NULL)),
    replaces         INTEGER REFERENCES contribution (id) CHECK (replaces IS NULL OR replaces < id),
    replaced_by      INTEGER CHECK (replaced_by IS NULL OR (replaced_by > id AND voided_ms IS NOT NULL)),
    reversed_on      INTEGER CHECK (reversed_on IS NULL OR (reversed_on > received_on AND voided_ms IS NOT NULL)),
    PRIMARY KEY (owner, id),
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

INSERT INTO new_contribution (owner, id, commune, fund, household, organisation, sponsor_name, sponsor_kind,
    sponsor_level, source, is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number,
    party_name, recorded_by, recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address,
    voucher_reason, donor_name, refunded_dong, refund_steps, names_book, voucher_position, import_key,
    import_key_folded, bank_key, issued_on, replaces, replaced_by, reversed_on)
SELECT 'h' || hamlet, id, commune, fund, household, organisation, sponsor_name, sponsor_kind, sponsor_level, source,
    is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number, party_name, recorded_by,
    recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address, voucher_reason, donor_name,
    refunded_dong, refund_steps, names_book, voucher_position, import_key, import_key_folded, bank_key, issued_on,
    replaces, replaced_by, reversed_on
FROM contribution
ORDER BY 'h' || hamlet, id;

DROP TABLE contribution;

ALTER TABLE new_contribution RENAME TO contribution;

CREATE UNIQUE INDEX contribution_id ON contribution (id);

CREATE UNIQUE INDEX contribution_bank_reference ON contribution (owner, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL;

CREATE UNIQUE INDEX contribution_import_key ON contribution (owner, import_key_folded)
    WHERE import_key_folded IS NOT NULL;

CREATE INDEX contribution_bank_key ON contribution (bank_key)
    WHERE bank_key IS NOT NULL AND voided_ms IS NULL;

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE new_expenditure (
    owner            TEXT NOT NULL REFERENCES fund_owner (owner),
    id               INTEGER NOT NULL,
    -- As in a contribution.
    commune          TEXT NOT NULL,
    fund             INTEGER NOT NULL REFERENCES fund (id),
    payee            TEXT NOT NULL CHECK (length(payee) > 0),
    purpose          TEXT NOT NULL CHECK (length(purpose) > 0),
    item             TEXT NOT NULL,
    amount_dong      INTEGER NOT NULL CHECK (amount_dong > 0),
    method           TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    refund_of        INTEGER REFERENCES contribution (id),
    requested_ms     INTEGER NOT NULL,
    state            TEXT NOT NULL CHECK (state = 'requested' OR state = 'checked' OR state = 'approved'
        OR state = 'paid' OR state = 'booked' OR state = 'rejected' OR state = 'withdrawn' OR state = 'cancelled'
        OR state = 'voided'),
    requested_by     INTEGER NOT NULL REFERENCES user_account (id),
    checked_by       INTEGER REFERENCES user_account (id),
    approved_by      INTEGER REFERENCES user_account (id),
    paid_by          INTEGER REFERENCES user_account (id),
    booked_by        INTEGER REFERENCES user_account (id),
    rejected_by      INTEGER REFERENCES user_account (id),
    cancelled_by     INTEGER REFERENCES user_account (id),
    voided_by        INTEGER REFERENCES user_account (id),
    reason           TEXT,
    paid_on          INTEGER,
    book             TEXT,
    number           INTEGER,
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    party_address    TEXT,
    voucher_reason   TEXT,
    note             TEXT CHECK (length(note) > 0),
    approved_on      INTEGER CHECK (approved_on IS NULL OR approved_by IS NOT NULL)
        CHECK (approved_on IS NULL OR paid_on IS NULL OR paid_on >= approved_on),
    names_book       INTEGER NOT NULL DEFAULT 0 CHECK (names_book IN (0, 1))
        CHECK (names_book = 0 OR number IS NOT NULL),
    voucher_position INTEGER,
    reversed_on      INTEGER CHECK (reversed_on IS NULL OR (reversed_on > paid_on AND state = 'voided')),
    PRIMARY KEY (owner, id),
    -- Requester ≠ approver ≠ treasurer; accountant ≠ treasurer.
    CHECK (approved_by IS NULL OR approved_by <> requested_by),
    CHECK (paid_by IS NULL
        OR (paid_by <> requested_by AND paid_by <> coalesce(checked_by, 0) AND paid_by <> coalesce(approved_by, 0))),
    CHECK (booked_by IS NULL OR booked_by <> paid_by),
    CHECK (voided_by IS NULL OR voided_by <> paid_by),
    CHECK (rejected_by IS NULL OR rejected_by <> requested_by),
    CHECK (cancelled_by IS NULL OR cancelled_by <> requested_by),
    -- Each duty was done before the next: only one that ended early may have been checked, or approved, or not.
    CHECK (state IN ('rejected', 'withdrawn') OR (state <> 'requested') = (checked_by IS NOT NULL)),
    CHECK (state = 'withdrawn'
        OR (state = 'approved' OR state = 'paid' OR state = 'booked' OR state = 'cancelled' OR state = 'voided')
            = (approved_by IS NOT NULL)),
    CHECK (state <> 'booked' OR booked_by IS NOT NULL),
    CHECK (booked_by IS NULL OR state IN ('booked', 'voided')),
    CHECK ((state = 'paid' OR state = 'booked' OR state = 'voided') = (paid_by IS NOT NULL)),
    CHECK ((paid_by IS NULL) = (number IS NULL) AND (number IS NULL) = (book IS NULL)
        AND (number IS NULL) = (paid_on IS NULL)),
    CHECK ((state = 'rejected') = (rejected_by IS NOT NULL)),
    CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
    CHECK ((state = 'voided') = (voided_by IS NOT NULL)),
    CHECK ((reason IS NOT NULL)
        = (state = 'rejected' OR state = 'withdrawn' OR state = 'cancelled' OR state = 'voided'))
) STRICT, WITHOUT ROWID;

INSERT INTO new_expenditure (owner, id, commune, fund, payee, purpose, item, amount_dong, method, refund_of,
    requested_ms, state, requested_by, checked_by, approved_by, paid_by, booked_by, rejected_by, cancelled_by,
    voided_by, reason, paid_on, book, number, version, position, party_address, voucher_reason, note, approved_on,
    names_book, voucher_position, reversed_on)
SELECT 'h' || hamlet, id, commune, fund, payee, purpose, item, amount_dong, method, refund_of, requested_ms, state,
    requested_by, checked_by, approved_by, paid_by, booked_by, rejected_by, cancelled_by, voided_by, reason, paid_on,
    book, number, version, position, party_address, voucher_reason, note, approved_on, names_book, voucher_position,
    reversed_on
FROM expenditure
ORDER BY 'h' || hamlet, id;

DROP TABLE expenditure;

ALTER TABLE new_expenditure RENAME TO expenditure;

CREATE UNIQUE INDEX expenditure_id ON expenditure (id);

CREATE INDEX expenditure_refund ON expenditure (refund_of) WHERE refund_of IS NOT NULL;

CREATE TABLE new_voucher_series (
    owner        TEXT NOT NULL REFERENCES fund_owner (owner),
    kind         TEXT NOT NULL CHECK (kind IN ('receipt', 'payment')),
    year         INTEGER NOT NULL,
    book         TEXT NOT NULL,
    last_number  INTEGER NOT NULL CHECK (last_number > 0),
    last_on      INTEGER NOT NULL DEFAULT 0,
    ordered_from INTEGER NOT NULL DEFAULT 1 CHECK (ordered_from BETWEEN 1 AND last_number),
    PRIMARY KEY (owner, kind, year, book)
) STRICT, WITHOUT ROWID;

INSERT INTO new_voucher_series (owner, kind, year, book, last_number, last_on, ordered_from)
SELECT 'h' || hamlet, kind, year, book, last_number, last_on, ordered_from
FROM voucher_series
ORDER BY 'h' || hamlet, kind, year, book;

DROP TABLE voucher_series;

ALTER TABLE new_voucher_series RENAME TO voucher_series;

CREATE TRIGGER voucher_series_never_erased BEFORE DELETE ON voucher_series
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series
WHEN NEW.last_number <> 1 OR NEW.ordered_from <> 1
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series
WHEN NEW.owner <> OLD.owner OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year OR NEW.book <> OLD.book
    OR NEW.last_number <> OLD.last_number + 1 OR NEW.ordered_from <> OLD.ordered_from
BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END;

CREATE TRIGGER voucher_series_dates_never_fall BEFORE UPDATE ON voucher_series WHEN NEW.last_on < OLD.last_on
BEGIN SELECT RAISE(ABORT, 'dates of vouchers never fall'); END;

CREATE TRIGGER contribution_never_erased BEFORE DELETE ON contribution
BEGIN SELECT RAISE(ABORT, 'contributions are voided, never erased'); END;

CREATE TRIGGER contribution_import_key_kept_as_written BEFORE UPDATE OF import_key, import_key_folded ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF owner, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_never_erased BEFORE DELETE ON expenditure
BEGIN SELECT RAISE(ABORT, 'expenditures are rejected or voided, never erased'); END;

CREATE TRIGGER expenditure_begins_unpaid BEFORE INSERT ON expenditure WHEN NEW.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'expenditures are requested before they are paid'); END;

CREATE TRIGGER expenditure_voucher_is_whole BEFORE UPDATE ON expenditure
WHEN (NEW.party_address IS NULL) <> (NEW.number IS NULL) OR (NEW.voucher_reason IS NULL) <> (NEW.number IS NULL)
BEGIN SELECT RAISE(ABORT, 'a payment has its whole voucher'); END;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN OLD.number IS NOT NULL
    AND (NEW.owner <> OLD.owner OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason)
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_ended_stays BEFORE UPDATE ON expenditure
WHEN OLD.state IN ('rejected', 'withdrawn', 'cancelled', 'voided') AND NEW.state <> OLD.state
BEGIN SELECT RAISE(ABORT, 'what ended is not reopened'); END;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'payment', NEW.paid_on / 10000, NEW.book, NEW.number, NEW.paid_on)
    ON CONFLICT (owner, kind, year, book) DO UPDATE SET last_number = NEW.number, last_on = NEW.paid_on;
END;

CREATE TRIGGER expenditure_approval_has_its_day BEFORE UPDATE ON expenditure
WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NEW.approved_on IS NULL)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_on IS NOT OLD.approved_on)
BEGIN SELECT RAISE(ABORT, 'an approval keeps its day'); END;

CREATE TABLE new_voucher_book (
    id       INTEGER PRIMARY KEY,
    owner    TEXT NOT NULL REFERENCES fund_owner (owner),
    name     TEXT NOT NULL CHECK (length(name) > 0),
    -- By which spellings of one name are recognised: "1", "01" and "q 1", "Q01".
    name_key TEXT NOT NULL CHECK (length(name_key) > 0),
    state    TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

INSERT INTO new_voucher_book (id, owner, name, name_key, state, version, position)
SELECT id, 'h' || hamlet, name, name_key, state, version, position FROM voucher_book ORDER BY id;

DROP TABLE voucher_book;

ALTER TABLE new_voucher_book RENAME TO voucher_book;

CREATE UNIQUE INDEX voucher_book_key ON voucher_book (owner, name_key);

CREATE TRIGGER voucher_book_only_closes BEFORE UPDATE ON voucher_book
WHEN OLD.state = 'closed' OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.name <> OLD.name
    OR NEW.name_key <> OLD.name_key
BEGIN SELECT RAISE(ABORT, 'books are closed, never changed'); END;

CREATE TRIGGER voucher_book_never_erased BEFORE DELETE ON voucher_book
BEGIN SELECT RAISE(ABORT, 'books are closed, never erased'); END;

CREATE TABLE new_voucher_print (
    id           INTEGER PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES fund_owner (owner),
    contribution INTEGER REFERENCES contribution (id),
    expenditure  INTEGER REFERENCES expenditure (id),
    -- 1, 2, 3, … of its voucher.
    number       INTEGER NOT NULL CHECK (number > 0),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    CHECK ((contribution IS NULL) <> (expenditure IS NULL))
) STRICT;

INSERT INTO new_voucher_print (id, owner, contribution, expenditure, number, recorded_by, recorded_ms, version,
    position)
SELECT id, 'h' || hamlet, contribution, expenditure, number, recorded_by, recorded_ms, version, position
FROM voucher_print
ORDER BY id;

DROP TABLE voucher_print;

ALTER TABLE new_voucher_print RENAME TO voucher_print;

CREATE UNIQUE INDEX voucher_print_receipt ON voucher_print (contribution, number) WHERE contribution IS NOT NULL;

CREATE UNIQUE INDEX voucher_print_payment ON voucher_print (expenditure, number) WHERE expenditure IS NOT NULL;

CREATE TRIGGER voucher_print_in_order BEFORE INSERT ON voucher_print
WHEN NEW.number <> 1 + (
    SELECT count(*)
    FROM voucher_print
    WHERE contribution = NEW.contribution OR expenditure = NEW.expenditure)
BEGIN SELECT RAISE(ABORT, 'prints of a voucher are numbered without gaps'); END;

CREATE TRIGGER voucher_print_kept_as_written BEFORE UPDATE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never changed'); END;

CREATE TRIGGER voucher_print_never_erased BEFORE DELETE ON voucher_print
BEGIN SELECT RAISE(ABORT, 'prints are recorded, never erased'); END;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT owner, 'receipt', coalesce(issued_on, received_on) / 10000, book, number, coalesce(issued_on, received_on),
    amount_dong, party_name, party_address, voucher_reason
FROM contribution
UNION ALL
SELECT owner, 'payment', paid_on / 10000, book, number, paid_on, amount_dong, payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

"""#
),
(
"0065_bank_reconciliations.sql",
#"""
-- Reconciliations of an owner's bank balance at a month's end with what the banks stated, by two persons.
CREATE TABLE bank_reconciliation (
    id           INTEGER PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES fund_owner (owner),
    -- Such as 202603.
    month        INTEGER NOT NULL,
    -- What the funds of the owner had at the bank at the end of the month by the book.
    book_dong    INTEGER NOT NULL CHECK (book_dong >= 0),
    note         TEXT,
    state        TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'withdrawn'),
    confirmed_by INTEGER REFERENCES user_account (id),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    -- Who records a reconciliation does not confirm it.
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
    CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL))
) STRICT;

CREATE INDEX bank_reconciliation_month ON bank_reconciliation (owner, month);

-- Its lines: the balance that the bank stated of an account, or what the book lacks of a credit of that time.
CREATE TABLE bank_reconciliation_line (
    bank_reconciliation INTEGER NOT NULL REFERENCES bank_reconciliation (id),
    number              INTEGER NOT NULL,
    account             INTEGER REFERENCES bank_account (id),
    credit              INTEGER REFERENCES bank_credit (id),
    amount_dong         INTEGER NOT NULL CHECK (amount_dong >= 0),
    PRIMARY KEY (bank_reconciliation, number),
    CHECK ((account IS NULL) <> (credit IS NULL))
) STRICT;

CREATE TRIGGER bank_reconciliation_decided_stays BEFORE UPDATE ON bank_reconciliation WHEN OLD.state <> 'recorded'
BEGIN SELECT RAISE(ABORT, 'a reconciliation that was confirmed or withdrawn does not change'); END;

CREATE TRIGGER bank_reconciliation_never_erased BEFORE DELETE ON bank_reconciliation
BEGIN SELECT RAISE(ABORT, 'reconciliations are withdrawn, never erased'); END;

"""#
),
(
"0066_unit_months.sql",
#"""
-- Sums of money by unit and month, and by owner and year, so that the report of a province is a sum over few rows. A contribution does not pay
-- for them: postings are folded into them many at a time, and those after the folded ones are read from `posting`.
CREATE TABLE unit_month (
    -- The code of the unit in which the owners of the books were on the day: for a hamlet its commune.
    unit            TEXT NOT NULL,
    -- Such as 202603.
    month           INTEGER NOT NULL,
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    -- What all movements of the month left in cash and bank.
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    -- What owners brought along who came from another unit in the month, less what those who left took along.
    moved_cash_dong INTEGER NOT NULL,
    moved_bank_dong INTEGER NOT NULL,
    PRIMARY KEY (unit, month)
) STRICT, WITHOUT ROWID;

-- The same by owner and year. The year comes first, so that the rows that folding changes are together.
CREATE TABLE owner_year (
    year            INTEGER NOT NULL,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    PRIMARY KEY (year, owner)
) STRICT, WITHOUT ROWID;

-- The last folded posting, and the latest day among the folded ones.
CREATE TABLE unit_month_state (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL CHECK (position >= 0),
    last_day INTEGER NOT NULL CHECK (last_day >= 0)
) STRICT;

INSERT INTO unit_month_state (id, position, last_day) VALUES (1, 0, 0);

"""#
),
(
"0067_corrections.sql",
#"""
-- A wrong payment voucher is voided and issued again in one step, as receipts are: the new one has the number and day of
-- today, but the day on which the money went. Whoever replaces it approves the new one, on a later day than that.
ALTER TABLE expenditure ADD COLUMN issued_on INTEGER;

ALTER TABLE expenditure ADD COLUMN replaces INTEGER REFERENCES expenditure (id)
    CHECK (replaces IS NULL OR replaces < id);

ALTER TABLE expenditure ADD COLUMN replaced_by INTEGER
    CHECK (replaced_by IS NULL OR (replaced_by > id AND state = 'voided'))
    CHECK (issued_on IS NULL OR (issued_on > paid_on AND replaces IS NOT NULL));

CREATE UNIQUE INDEX expenditure_replaces ON expenditure (replaces) WHERE replaces IS NOT NULL;

-- The day of the approval again, with another condition.
DROP TRIGGER expenditure_approval_has_its_day;

ALTER TABLE expenditure ADD COLUMN approval_on INTEGER
    CHECK (approval_on IS NULL OR approved_by IS NOT NULL)
    CHECK (approval_on IS NULL OR paid_on IS NULL OR paid_on >= approval_on OR replaces IS NOT NULL);

UPDATE expenditure SET approval_on = approved_on WHERE approved_on IS NOT NULL;

ALTER TABLE expenditure DROP COLUMN approved_on;

ALTER TABLE expenditure RENAME COLUMN approval_on TO approved_on;

CREATE TRIGGER expenditure_approval_has_its_day BEFORE UPDATE ON expenditure
WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NEW.approved_on IS NULL)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_on IS NOT OLD.approved_on)
BEGIN SELECT RAISE(ABORT, 'an approval keeps its day'); END;

DROP TRIGGER expenditure_takes_next_number;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'payment', coalesce(NEW.issued_on, NEW.paid_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.paid_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.paid_on);
END;

DROP TRIGGER expenditure_voucher_kept_as_written;

CREATE TRIGGER expenditure_voucher_kept_as_written BEFORE UPDATE ON expenditure
WHEN NEW.replaces IS NOT OLD.replaces OR (OLD.number IS NOT NULL
    AND (NEW.owner <> OLD.owner OR NEW.paid_on IS NOT OLD.paid_on OR NEW.amount_dong <> OLD.amount_dong
        OR NEW.book IS NOT OLD.book OR NEW.number IS NOT OLD.number OR NEW.payee <> OLD.payee
        OR NEW.party_address IS NOT OLD.party_address OR NEW.voucher_reason IS NOT OLD.voucher_reason
        OR NEW.issued_on IS NOT OLD.issued_on))
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

DROP VIEW voucher;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT owner, 'receipt', coalesce(issued_on, received_on) / 10000, book, number, coalesce(issued_on, received_on),
    amount_dong, party_name, party_address, voucher_reason
FROM contribution
UNION ALL
SELECT owner, 'payment', coalesce(issued_on, paid_on) / 10000, book, number, coalesce(issued_on, paid_on), amount_dong,
    payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

-- What moved money in a month that is closed is corrected on the day of the reversal, as vouchers are.
ALTER TABLE bank_entry ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > entered_on AND void_reason IS NOT NULL));

ALTER TABLE fund_transfer ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL OR (reversed_on > transferred_on AND void_reason IS NOT NULL));

-- An opening balance is corrected to what the fund had really held.
ALTER TABLE opening_balance ADD COLUMN corrected_cash_dong INTEGER
    CHECK (corrected_cash_dong >= 0);

ALTER TABLE opening_balance ADD COLUMN corrected_bank_dong INTEGER
    CHECK (corrected_bank_dong >= 0);

ALTER TABLE opening_balance ADD COLUMN reversed_on INTEGER
    CHECK (reversed_on IS NULL
        OR (reversed_on > opened_on AND void_reason IS NOT NULL AND posted_position IS NOT NULL))
    CHECK ((reversed_on IS NULL) = (corrected_cash_dong IS NULL)
        AND (reversed_on IS NULL) = (corrected_bank_dong IS NULL))
    CHECK (corrected_cash_dong <> cash_dong OR corrected_bank_dong <> bank_dong);

DROP INDEX opening_balance_fund;

-- A fund has one opening balance; a corrected one stays the only one.
CREATE UNIQUE INDEX opening_balance_fund ON opening_balance (fund) WHERE state <> 'voided' OR reversed_on IS NOT NULL;

"""#
),
(
"0068_book_handovers.sql",
#"""
-- A commune that ended, or an organisation that was merged, hands its funds over to its successor: the old books are
-- closed and stay, and what they held is posted to those of the successor.
CREATE TABLE book_handover (
    id              INTEGER PRIMARY KEY,
    -- Whose books end.
    owner           TEXT NOT NULL UNIQUE REFERENCES fund_owner (owner),
    successor       TEXT NOT NULL REFERENCES fund_owner (owner),
    -- The first day without the old books.
    effective_on    INTEGER NOT NULL,
    decision_number TEXT NOT NULL CHECK (length(decision_number) > 0),
    decided_on      INTEGER NOT NULL,
    -- Those that were not paid yet and went along.
    expenditures    INTEGER NOT NULL CHECK (expenditures >= 0),
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    CHECK (owner <> successor),
    CHECK (decided_on <= effective_on)
) STRICT;

CREATE INDEX book_handover_successor ON book_handover (successor, id);

CREATE TABLE book_handover_fund (
    handover  INTEGER NOT NULL REFERENCES book_handover (id),
    number    INTEGER NOT NULL,
    from_fund INTEGER NOT NULL REFERENCES fund (id),
    to_fund   INTEGER NOT NULL REFERENCES fund (id),
    cash_dong INTEGER NOT NULL CHECK (cash_dong >= 0),
    bank_dong INTEGER NOT NULL CHECK (bank_dong >= 0),
    PRIMARY KEY (handover, number),
    CHECK (from_fund <> to_fund)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX book_handover_fund_from ON book_handover_fund (from_fund);

CREATE INDEX book_handover_fund_to ON book_handover_fund (to_fund);

-- Who closed their books takes over none.
CREATE TRIGGER book_handover_goes_on BEFORE INSERT ON book_handover
WHEN EXISTS (SELECT 1 FROM book_handover WHERE owner = NEW.successor)
BEGIN SELECT RAISE(ABORT, 'closed books take nothing over'); END;

CREATE TRIGGER book_handover_kept_as_written BEFORE UPDATE ON book_handover
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER book_handover_never_erased BEFORE DELETE ON book_handover
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

CREATE TRIGGER book_handover_fund_kept_as_written BEFORE UPDATE ON book_handover_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never changed'); END;

CREATE TRIGGER book_handover_fund_never_erased BEFORE DELETE ON book_handover_fund
BEGIN SELECT RAISE(ABORT, 'minutes are never erased'); END;

"""#
),
(
"0069_receipts.sql",
#"""
-- Receipts of several lines, attachments, foreign money, and households that give as a couple or a group. Each line of a
-- receipt is a contribution; their ids follow each other, so that the primary key finds the lines of a receipt.
ALTER TABLE contribution ADD COLUMN voucher_lines INTEGER NOT NULL DEFAULT 1 CHECK (voucher_lines BETWEEN 1 AND 12);

ALTER TABLE contribution ADD COLUMN voucher_line INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_line BETWEEN 1 AND voucher_lines);

-- How many original documents come with a voucher; NULL when nobody said.
ALTER TABLE contribution ADD COLUMN attachments INTEGER CHECK (attachments BETWEEN 0 AND 999);

ALTER TABLE expenditure ADD COLUMN attachments INTEGER CHECK (attachments BETWEEN 0 AND 999)
    CHECK (attachments IS NULL OR number IS NOT NULL);

-- What came in another currency, as decimals: amount times rate is the amount in whole đồng.
ALTER TABLE contribution ADD COLUMN foreign_currency TEXT CHECK (length(foreign_currency) = 3);

ALTER TABLE contribution ADD COLUMN foreign_amount TEXT
    CHECK ((foreign_amount IS NULL) = (foreign_currency IS NULL));

ALTER TABLE contribution ADD COLUMN foreign_rate TEXT CHECK ((foreign_rate IS NULL) = (foreign_currency IS NULL));

-- How a household is named that gives as a couple or a group.
ALTER TABLE contribution ADD COLUMN donor_names TEXT CHECK (length(donor_names) > 0)
    CHECK (donor_names IS NULL OR household IS NOT NULL);

-- The lines of a receipt have the reference of one transfer.
DROP INDEX contribution_bank_reference;

CREATE UNIQUE INDEX contribution_bank_reference ON contribution (owner, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL AND voucher_line = 1;

-- Each line of a receipt replaces line 1 of the one before.
DROP INDEX contribution_replaces;

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces, voucher_line) WHERE replaces IS NOT NULL;

DROP TRIGGER contribution_takes_next_number;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution WHEN NEW.voucher_line = 1
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

CREATE TRIGGER contribution_continues_its_voucher BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.voucher_line = NEW.voucher_line - 1
        AND line.voucher_lines = NEW.voucher_lines AND line.book = NEW.book AND line.number = NEW.number
        AND line.names_book = NEW.names_book AND line.received_on = NEW.received_on
        AND line.issued_on IS NEW.issued_on AND line.method = NEW.method
        AND line.bank_reference IS NEW.bank_reference AND line.household IS NEW.household
        AND line.organisation IS NEW.organisation AND line.sponsor_name IS NEW.sponsor_name
        AND line.sponsor_kind IS NEW.sponsor_kind AND line.is_anonymous = NEW.is_anonymous
        AND line.party_name = NEW.party_name AND line.party_address = NEW.party_address
        AND line.attachments IS NEW.attachments AND line.donor_names IS NEW.donor_names
        AND line.replaces IS NEW.replaces AND line.voided_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

CREATE TRIGGER contribution_of_another_fund BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id BETWEEN NEW.id - NEW.voucher_line + 1 AND NEW.id - 1
        AND line.fund = NEW.fund)
BEGIN SELECT RAISE(ABORT, 'a voucher has one line for a fund'); END;

DROP TRIGGER contribution_receipt_kept_as_written;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF owner, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces, voucher_line, voucher_lines, attachments, foreign_currency, foreign_amount,
    foreign_rate, donor_names
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER expenditure_attachments_kept_as_written BEFORE UPDATE OF attachments ON expenditure
WHEN OLD.number IS NOT NULL AND NEW.attachments IS NOT OLD.attachments
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- Prints are of the voucher, not of a line.
CREATE TRIGGER voucher_print_of_first_line BEFORE INSERT ON voucher_print
WHEN (SELECT voucher_line FROM contribution WHERE id = NEW.contribution) > 1
BEGIN SELECT RAISE(ABORT, 'prints are of the voucher, not of a line'); END;

DROP VIEW voucher;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT first.owner, 'receipt', coalesce(first.issued_on, first.received_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.received_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM contribution AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.party_name, first.party_address, first.voucher_reason
FROM contribution AS first
WHERE first.voucher_line = 1
UNION ALL
SELECT owner, 'payment', coalesce(issued_on, paid_on) / 10000, book, number, coalesce(issued_on, paid_on), amount_dong,
    payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

"""#
),
(
"0070_payables.sql",
#"""
-- What funds owe for approved expenditures that they could not pay: bills, and personal advances. They are repaid by
-- expenditures, or given by their creditors, for which a receipt is issued that moves no money.
CREATE TABLE payable (
    id                 INTEGER PRIMARY KEY,
    owner              TEXT NOT NULL REFERENCES fund_owner (owner),
    fund               INTEGER NOT NULL REFERENCES fund (id),
    expenditure        INTEGER NOT NULL REFERENCES expenditure (id),
    kind               TEXT NOT NULL CHECK (kind = 'advance' OR kind = 'bill'),
    -- A household, or anyone else by name.
    creditor_household INTEGER REFERENCES household (id),
    creditor_kind      TEXT CHECK (creditor_kind = 'person' OR creditor_kind = 'person_away'
        OR creditor_kind = 'company'),
    creditor_name      TEXT NOT NULL CHECK (length(creditor_name) > 0),
    creditor_address   TEXT NOT NULL,
    amount_dong        INTEGER NOT NULL CHECK (amount_dong > 0),
    purpose            TEXT NOT NULL CHECK (length(purpose) > 0),
    item               TEXT NOT NULL,
    -- The day on which the expense arose.
    owed_on            INTEGER NOT NULL,
    document           TEXT NOT NULL CHECK (length(document) > 0),
    recorded_by        INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms        INTEGER NOT NULL,
    void_reason        TEXT,
    voided_by          INTEGER REFERENCES user_account (id),
    voided_ms          INTEGER,
    version            INTEGER NOT NULL,
    -- The journal row of the recording, whose effect the posting is.
    posted_position    INTEGER NOT NULL,
    position           INTEGER NOT NULL,
    CHECK ((creditor_household IS NULL) <> (creditor_kind IS NULL)),
    CHECK (voided_by <> recorded_by),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL)),
    CHECK (void_reason IS NOT NULL OR position = posted_position)
) STRICT;

-- An expenditure is owed once.
CREATE UNIQUE INDEX payable_expenditure ON payable (expenditure);

CREATE INDEX payable_owner ON payable (owner, id);

CREATE TRIGGER payable_kept_as_written BEFORE UPDATE ON payable
WHEN OLD.void_reason IS NOT NULL OR NEW.void_reason IS NULL OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner
    OR NEW.fund <> OLD.fund OR NEW.expenditure <> OLD.expenditure OR NEW.kind <> OLD.kind
    OR coalesce(NEW.creditor_household, 0) <> coalesce(OLD.creditor_household, 0)
    OR coalesce(NEW.creditor_kind, '') <> coalesce(OLD.creditor_kind, '')
    OR NEW.creditor_name <> OLD.creditor_name OR NEW.creditor_address <> OLD.creditor_address
    OR NEW.amount_dong <> OLD.amount_dong OR NEW.purpose <> OLD.purpose OR NEW.item <> OLD.item
    OR NEW.owed_on <> OLD.owed_on OR NEW.document <> OLD.document OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_ms <> OLD.recorded_ms OR NEW.posted_position <> OLD.posted_position
BEGIN SELECT RAISE(ABORT, 'debts are voided, never changed'); END;

CREATE TRIGGER payable_never_erased BEFORE DELETE ON payable
BEGIN SELECT RAISE(ABORT, 'debts are voided, never erased'); END;

-- What creditors give of it.
CREATE TABLE payable_gift (
    id           INTEGER PRIMARY KEY,
    owner        TEXT NOT NULL REFERENCES fund_owner (owner),
    payable      INTEGER NOT NULL REFERENCES payable (id),
    amount_dong  INTEGER NOT NULL CHECK (amount_dong > 0),
    consent      TEXT NOT NULL CHECK (length(consent) > 0),
    is_anonymous INTEGER NOT NULL CHECK (is_anonymous IN (0, 1)),
    state        TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'withdrawn'),
    confirmed_by INTEGER REFERENCES user_account (id),
    -- The receipt.
    contribution INTEGER REFERENCES contribution (id),
    recorded_by  INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms  INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    -- Two persons record a gift.
    CHECK (confirmed_by IS NULL OR confirmed_by <> recorded_by),
    CHECK ((state = 'confirmed') = (confirmed_by IS NOT NULL)),
    CHECK ((contribution IS NULL) = (confirmed_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX payable_gift_contribution ON payable_gift (contribution) WHERE contribution IS NOT NULL;

CREATE INDEX payable_gift_payable ON payable_gift (payable);

CREATE INDEX payable_gift_owner ON payable_gift (owner, id);

CREATE TRIGGER payable_gift_decided_stays BEFORE UPDATE ON payable_gift
WHEN OLD.state <> 'recorded' OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.payable <> OLD.payable
    OR NEW.amount_dong <> OLD.amount_dong OR NEW.consent <> OLD.consent OR NEW.is_anonymous <> OLD.is_anonymous
    OR NEW.recorded_by <> OLD.recorded_by OR NEW.recorded_ms <> OLD.recorded_ms
BEGIN SELECT RAISE(ABORT, 'gifts are confirmed or withdrawn once, never changed'); END;

CREATE TRIGGER payable_gift_never_erased BEFORE DELETE ON payable_gift
BEGIN SELECT RAISE(ABORT, 'gifts are withdrawn, never erased'); END;

-- The debt that the donor of a receipt gave.
ALTER TABLE contribution ADD COLUMN settles INTEGER REFERENCES payable (id)
    CHECK (settles IS NULL OR method = 'cash');

CREATE INDEX contribution_settles ON contribution (settles) WHERE settles IS NOT NULL;

CREATE TRIGGER contribution_settlement_kept_as_written BEFORE UPDATE OF settles ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- The debt that an expenditure repays.
ALTER TABLE expenditure ADD COLUMN repays INTEGER REFERENCES payable (id);

CREATE INDEX expenditure_repays ON expenditure (repays) WHERE repays IS NOT NULL;

CREATE TRIGGER expenditure_repayment_kept_as_written BEFORE UPDATE OF repays ON expenditure
BEGIN SELECT RAISE(ABORT, 'what an expenditure repays never changes'); END;

-- Cash in the hands of collectors: receipts name who received it, slips bring it to the fund's cash.
CREATE TABLE hand_over_slip (
    id              INTEGER PRIMARY KEY,
    owner           TEXT NOT NULL REFERENCES fund_owner (owner),
    fund            INTEGER NOT NULL REFERENCES fund (id),
    collector       INTEGER NOT NULL REFERENCES user_account (id),
    handed_on       INTEGER NOT NULL,
    amount_dong     INTEGER NOT NULL CHECK (amount_dong > 0),
    first_receipt   INTEGER NOT NULL REFERENCES contribution (id),
    last_receipt    INTEGER NOT NULL REFERENCES contribution (id),
    recorded_by     INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms     INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state = 'recorded' OR state = 'confirmed' OR state = 'voided'),
    confirmed_by    INTEGER REFERENCES user_account (id),
    void_reason     TEXT,
    voided_by       INTEGER REFERENCES user_account (id),
    voided_ms       INTEGER,
    version         INTEGER NOT NULL,
    -- The journal row of the confirmation, whose effect the posting is.
    posted_position INTEGER,
    position        INTEGER NOT NULL,
    CHECK (first_receipt <= last_receipt),
    -- The treasurer who receives it neither recorded the slip nor collected the cash.
    CHECK (confirmed_by <> recorded_by),
    CHECK (confirmed_by <> collector),
    CHECK (voided_by <> recorded_by),
    CHECK (state <> 'recorded' OR confirmed_by IS NULL),
    CHECK (state <> 'confirmed' OR confirmed_by IS NOT NULL),
    CHECK ((confirmed_by IS NULL) = (posted_position IS NULL)),
    CHECK ((state = 'voided') = (void_reason IS NOT NULL)),
    CHECK ((void_reason IS NULL) = (voided_by IS NULL) AND (void_reason IS NULL) = (voided_ms IS NULL))
) STRICT;

CREATE INDEX hand_over_slip_owner ON hand_over_slip (owner, id);

CREATE TRIGGER hand_over_slip_kept_as_written BEFORE UPDATE ON hand_over_slip
WHEN OLD.state = 'voided' OR NEW.id <> OLD.id OR NEW.owner <> OLD.owner OR NEW.fund <> OLD.fund
    OR NEW.collector <> OLD.collector OR NEW.handed_on <> OLD.handed_on OR NEW.amount_dong <> OLD.amount_dong
    OR NEW.first_receipt <> OLD.first_receipt OR NEW.last_receipt <> OLD.last_receipt
    OR NEW.recorded_by <> OLD.recorded_by OR NEW.recorded_ms <> OLD.recorded_ms
    OR (OLD.confirmed_by IS NOT NULL
        AND (coalesce(NEW.confirmed_by, 0) <> OLD.confirmed_by
            OR coalesce(NEW.posted_position, 0) <> OLD.posted_position))
BEGIN SELECT RAISE(ABORT, 'slips are voided, never changed'); END;

CREATE TRIGGER hand_over_slip_never_erased BEFORE DELETE ON hand_over_slip
BEGIN SELECT RAISE(ABORT, 'slips are voided, never erased'); END;

-- Who received the cash of a receipt and has to hand it over; NULL when it went into the fund's cash at once.
ALTER TABLE contribution ADD COLUMN collector INTEGER REFERENCES user_account (id)
    CHECK (collector IS NULL OR (method = 'cash' AND settles IS NULL));

-- It has all that balances of collectors are summed from: otherwise SQLite reads all receipts of the owner.
CREATE INDEX contribution_collector
ON contribution (owner, collector, fund, received_on, amount_dong, voided_ms, reversed_on)
WHERE collector IS NOT NULL;

CREATE TRIGGER contribution_collector_kept_as_written BEFORE UPDATE OF collector ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- Funds that collect for others: their receipts and payments are no income and no expense of the owner.
ALTER TABLE fund ADD COLUMN collects_for TEXT;

ALTER TABLE fund ADD COLUMN collection_basis TEXT;

CREATE TRIGGER fund_pass_through_kept_as_written BEFORE UPDATE OF collects_for, collection_basis ON fund
BEGIN SELECT RAISE(ABORT, 'whose money a fund collects never changes'); END;

ALTER TABLE contribution ADD COLUMN passes_through INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER contribution_pass_through_kept_as_written BEFORE UPDATE OF passes_through ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

ALTER TABLE expenditure ADD COLUMN passes_through INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER expenditure_pass_through_kept_as_written BEFORE UPDATE OF passes_through ON expenditure
BEGIN SELECT RAISE(ABORT, 'whose money is spent never changes'); END;

"""#
),
(
"0071_contributions_by_id.sql",
#"""
-- Contributions are stored in the order of their ids. A new one goes to the end of the table, whoever owns it: keyed by
-- the owner, each went into a page of its own, which the log then held as a whole. An index leads to those of an owner.
DROP VIEW voucher;

DROP TRIGGER voucher_print_of_first_line;

CREATE TABLE new_contribution (
    id               INTEGER PRIMARY KEY,
    owner            TEXT NOT NULL REFERENCES fund_owner (owner),
    -- The code of the commune of the hamlet, the commune's own, or that of the organisation's unit.
    commune          TEXT NOT NULL,
    fund             INTEGER NOT NULL REFERENCES fund (id),
    household        INTEGER REFERENCES household (id),
    organisation     INTEGER REFERENCES organisation (id),
    sponsor_name     TEXT,
    sponsor_kind     TEXT CHECK (sponsor_kind = 'person_away' OR sponsor_kind = 'person' OR sponsor_kind = 'company'
        OR sponsor_kind = 'state'),
    sponsor_level    TEXT CHECK (sponsor_level = 'central' OR sponsor_level = 'province' OR sponsor_level = 'district'
        OR sponsor_level = 'commune'),
    source           TEXT NOT NULL CHECK (source = 'households' OR source = 'sponsors' OR source = 'state'),
    is_anonymous     INTEGER NOT NULL CHECK (is_anonymous IN (0, 1)),
    pledge           INTEGER REFERENCES pledge (id),
    method           TEXT NOT NULL CHECK (method IN ('cash', 'bank')),
    bank_reference   TEXT,
    received_on      INTEGER NOT NULL,
    amount_dong      INTEGER NOT NULL CHECK (amount_dong > 0),
    book             TEXT NOT NULL,
    number           INTEGER NOT NULL,
    party_name       TEXT NOT NULL,
    recorded_by      INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms      INTEGER NOT NULL,
    void_reason      TEXT,
    voided_by        INTEGER REFERENCES user_account (id),
    voided_ms        INTEGER,
    version          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    party_address    TEXT NOT NULL DEFAULT '',
    voucher_reason   TEXT NOT NULL DEFAULT '',
    donor_name       TEXT CHECK (length(donor_name) > 0),
    refunded_dong    INTEGER NOT NULL DEFAULT 0 CHECK (refunded_dong BETWEEN 0 AND amount_dong),
    refund_steps     INTEGER NOT NULL DEFAULT 0 CHECK (refund_steps >= 0),
    names_book       INTEGER NOT NULL DEFAULT 0 CHECK (names_book IN (0, 1)),
    voucher_position INTEGER,
    import_key        TEXT CHECK (length(import_key) > 0),
    import_key_folded TEXT CHECK (length(import_key_folded) > 0)
        CHECK ((import_key_folded IS NULL) = (import_key IS NULL)),
    bank_key         TEXT,
    issued_on        INTEGER CHECK (issued_on IS NULL OR (issued_on > received_on AND replaces IS NOT NULL)),
    replaces         INTEGER REFERENCES contribution (id) CHECK (replaces IS NULL OR replaces < id),
    replaced_by      INTEGER CHECK (replaced_by IS NULL OR (replaced_by > id AND voided_ms IS NOT NULL)),
    reversed_on      INTEGER CHECK (reversed_on IS NULL OR (reversed_on > received_on AND voided_ms IS NOT NULL)),
    voucher_lines    INTEGER NOT NULL DEFAULT 1 CHECK (voucher_lines BETWEEN 1 AND 12),
    voucher_line     INTEGER NOT NULL DEFAULT 1 CHECK (voucher_line BETWEEN 1 AND voucher_lines),
    attachments      INTEGER CHECK (attachments BETWEEN 0 AND 999),
    foreign_currency TEXT CHECK (length(foreign_currency) = 3),
    foreign_amount   TEXT CHECK ((foreign_amount IS NULL) = (foreign_currency IS NULL)),
    foreign_rate     TEXT CHECK ((foreign_rate IS NULL) = (foreign_currency IS NULL)),
    donor_names      TEXT CHECK (length(donor_names) > 0) CHECK (donor_names IS NULL OR household IS NOT NULL),
    settles          INTEGER REFERENCES payable (id) CHECK (settles IS NULL OR method = 'cash'),
    collector        INTEGER REFERENCES user_account (id)
        CHECK (collector IS NULL OR (method = 'cash' AND settles IS NULL)),
    passes_through   INTEGER NOT NULL DEFAULT 0,
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
) STRICT;

INSERT INTO new_contribution (id, owner, commune, fund, household, organisation, sponsor_name, sponsor_kind, sponsor_level, source,
    is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number, party_name,
    recorded_by, recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address,
    voucher_reason, donor_name, refunded_dong, refund_steps, names_book, voucher_position, import_key,
    import_key_folded, bank_key, issued_on, replaces, replaced_by, reversed_on, voucher_lines, voucher_line,
    attachments, foreign_currency, foreign_amount, foreign_rate, donor_names, settles, collector, passes_through)
SELECT id, owner, commune, fund, household, organisation, sponsor_name, sponsor_kind, sponsor_level, source,
    is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number, party_name,
    recorded_by, recorded_ms, void_reason, voided_by, voided_ms, version, position, party_address,
    voucher_reason, donor_name, refunded_dong, refund_steps, names_book, voucher_position, import_key,
    import_key_folded, bank_key, issued_on, replaces, replaced_by, reversed_on, voucher_lines, voucher_line,
    attachments, foreign_currency, foreign_amount, foreign_rate, donor_names, settles, collector, passes_through
FROM contribution
ORDER BY id;

DROP TABLE contribution;

ALTER TABLE new_contribution RENAME TO contribution;

CREATE INDEX contribution_owner ON contribution (owner, id);

CREATE UNIQUE INDEX contribution_import_key ON contribution (owner, import_key_folded)
    WHERE import_key_folded IS NOT NULL;

CREATE INDEX contribution_bank_key ON contribution (bank_key)
    WHERE bank_key IS NOT NULL AND voided_ms IS NULL;

CREATE TRIGGER contribution_never_erased BEFORE DELETE ON contribution
BEGIN SELECT RAISE(ABORT, 'contributions are voided, never erased'); END;

CREATE TRIGGER contribution_import_key_kept_as_written BEFORE UPDATE OF import_key, import_key_folded ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE UNIQUE INDEX contribution_bank_reference ON contribution (owner, bank_reference)
    WHERE bank_reference IS NOT NULL AND voided_ms IS NULL AND voucher_line = 1;

CREATE UNIQUE INDEX contribution_replaces ON contribution (replaces, voucher_line) WHERE replaces IS NOT NULL;

CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution WHEN NEW.voucher_line = 1
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'receipt', coalesce(NEW.issued_on, NEW.received_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.received_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.received_on);
END;

CREATE TRIGGER contribution_continues_its_voucher BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.voucher_line = NEW.voucher_line - 1
        AND line.voucher_lines = NEW.voucher_lines AND line.book = NEW.book AND line.number = NEW.number
        AND line.names_book = NEW.names_book AND line.received_on = NEW.received_on
        AND line.issued_on IS NEW.issued_on AND line.method = NEW.method
        AND line.bank_reference IS NEW.bank_reference AND line.household IS NEW.household
        AND line.organisation IS NEW.organisation AND line.sponsor_name IS NEW.sponsor_name
        AND line.sponsor_kind IS NEW.sponsor_kind AND line.is_anonymous = NEW.is_anonymous
        AND line.party_name = NEW.party_name AND line.party_address = NEW.party_address
        AND line.attachments IS NEW.attachments AND line.donor_names IS NEW.donor_names
        AND line.replaces IS NEW.replaces AND line.voided_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

CREATE TRIGGER contribution_of_another_fund BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id BETWEEN NEW.id - NEW.voucher_line + 1 AND NEW.id - 1
        AND line.fund = NEW.fund)
BEGIN SELECT RAISE(ABORT, 'a voucher has one line for a fund'); END;

CREATE TRIGGER contribution_receipt_kept_as_written
BEFORE UPDATE OF owner, id, received_on, amount_dong, book, number, party_name, party_address, voucher_reason,
    source, issued_on, replaces, voucher_line, voucher_lines, attachments, foreign_currency, foreign_amount,
    foreign_rate, donor_names
ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE INDEX contribution_settles ON contribution (settles) WHERE settles IS NOT NULL;

CREATE TRIGGER contribution_settlement_kept_as_written BEFORE UPDATE OF settles ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE INDEX contribution_collector
ON contribution (owner, collector, fund, received_on, amount_dong, voided_ms, reversed_on)
WHERE collector IS NOT NULL;

CREATE TRIGGER contribution_collector_kept_as_written BEFORE UPDATE OF collector ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER contribution_pass_through_kept_as_written BEFORE UPDATE OF passes_through ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

CREATE TRIGGER voucher_print_of_first_line BEFORE INSERT ON voucher_print
WHEN (SELECT voucher_line FROM contribution WHERE id = NEW.contribution) > 1
BEGIN SELECT RAISE(ABORT, 'prints are of the voucher, not of a line'); END;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT first.owner, 'receipt', coalesce(first.issued_on, first.received_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.received_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM contribution AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.party_name, first.party_address, first.voucher_reason
FROM contribution AS first
WHERE first.voucher_line = 1
UNION ALL
SELECT owner, 'payment', coalesce(issued_on, paid_on) / 10000, book, number, coalesce(issued_on, paid_on), amount_dong,
    payee, party_address, voucher_reason
FROM expenditure
WHERE number IS NOT NULL;

"""#
),
(
"0072_sponsor_forms.sql",
#"""
-- A couple or a group is one sponsor: a person to the ledger, in a form of its own. A new kind would make the table again.
ALTER TABLE contribution ADD COLUMN sponsor_form TEXT
    CHECK (sponsor_form IS NULL
        OR (coalesce(sponsor_kind, '') = 'person' AND (sponsor_form = 'couple' OR sponsor_form = 'group')));

CREATE TRIGGER contribution_sponsor_form_kept_as_written BEFORE UPDATE OF sponsor_form ON contribution
BEGIN SELECT RAISE(ABORT, 'vouchers are voided, never changed'); END;

-- All lines of a receipt are of one donor.
CREATE TRIGGER contribution_of_one_sponsor_form BEFORE INSERT ON contribution
WHEN NEW.voucher_line > 1 AND EXISTS (
    SELECT 1
    FROM contribution AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.sponsor_form IS NOT NEW.sponsor_form)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

"""#
),
(
"0073_fund_years.sql",
#"""
-- Sums of money by fund and year, folded from postings as those by owner and year are, so that the report of a province
-- by fund is a sum over few rows too. All postings are folded again, now into three tables.
CREATE TABLE fund_year (
    -- The year comes first, so that the rows that folding changes are together.
    year            INTEGER NOT NULL,
    fund            INTEGER NOT NULL REFERENCES fund (id),
    households_dong INTEGER NOT NULL CHECK (households_dong >= 0),
    sponsors_dong   INTEGER NOT NULL CHECK (sponsors_dong >= 0),
    state_dong      INTEGER NOT NULL CHECK (state_dong >= 0),
    spent_dong      INTEGER NOT NULL CHECK (spent_dong >= 0),
    refunded_dong   INTEGER NOT NULL CHECK (refunded_dong >= 0),
    cash_dong       INTEGER NOT NULL,
    bank_dong       INTEGER NOT NULL,
    PRIMARY KEY (year, fund)
) STRICT, WITHOUT ROWID;

DELETE FROM unit_month;
DELETE FROM owner_year;
UPDATE unit_month_state SET position = 0, last_day = 0;

"""#
),
(
"0074_slip_and_debt_reversals.sql",
#"""
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

"""#
),
(
"0075_forgetting_others.sql",
#"""
-- Also the persons of a model of an individual, of its appraisals, of the minutes of a decision and of a bank credit
-- that is no contribution can be forgotten. A private part is erased for these kinds alone; no voucher ever.
DROP INDEX journal_forgotten;

CREATE INDEX journal_forgotten ON journal (subject)
WHERE kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten';

-- The rows that are erased then; those of households and users have indexes of their own.
CREATE INDEX journal_personal ON journal (subject)
WHERE kind = 'model.recorded' OR kind = 'model.changed' OR kind = 'appraisal.recorded'
    OR kind = 'decision.recorded' OR kind = 'decision.changed' OR kind = 'bank_credit.recorded'
    OR kind = 'bank_credit.changed';

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR NEW.public_members IS NOT OLD.public_members
    OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NOT EXISTS (
        SELECT 1 FROM journal AS later
        WHERE (later.kind = 'household.forgotten' OR later.kind = 'user.forgotten'
            OR later.kind = 'model.forgotten' OR later.kind = 'appraisal.forgotten'
            OR later.kind = 'decision.forgotten' OR later.kind = 'bank_credit.forgotten')
            AND later.subject = OLD.subject AND later.position > OLD.position
            AND later.kind = CASE
                WHEN (OLD.kind = 'household.recorded' OR OLD.kind = 'household.corrected'
                    OR OLD.kind = 'household.changed' OR OLD.kind = 'household.ended')
                    THEN 'household.forgotten'
                WHEN (OLD.kind = 'user.recorded' OR OLD.kind = 'user.disabled' OR OLD.kind = 'user.enabled')
                    THEN 'user.forgotten'
                WHEN OLD.kind IN ('model.recorded', 'model.changed') THEN 'model.forgotten'
                WHEN OLD.kind = 'appraisal.recorded' THEN 'appraisal.forgotten'
                WHEN OLD.kind IN ('decision.recorded', 'decision.changed') THEN 'decision.forgotten'
                WHEN OLD.kind IN ('bank_credit.recorded', 'bank_credit.changed') THEN 'bank_credit.forgotten'
                ELSE ''
            END
    )
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

DROP TRIGGER household_version_kept_as_written;

CREATE TRIGGER household_version_kept_as_written BEFORE UPDATE ON household_version
WHEN NOT (
    NEW.head_name = '(đã xóa)' AND NEW.address IS NULL AND NEW.workers IS NULL AND NEW.tier IS NULL
    AND NEW.household = OLD.household AND NEW.version = OLD.version AND NEW.hamlet = OLD.hamlet
    AND NEW.code = OLD.code AND NEW.persons = OLD.persons AND NEW.valid_from IS OLD.valid_from
    AND NEW.origin IS OLD.origin AND NEW.valid_to = OLD.valid_to AND NEW.position = OLD.position
    AND NEW.ended_at = OLD.ended_at
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'household.forgotten' AND subject = OLD.household))
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

DROP TRIGGER model_frozen;

-- What a decided model says of a person goes; what was decided, by whom and when stays.
CREATE TRIGGER model_frozen BEFORE UPDATE ON model
WHEN OLD.state IN ('recognised', 'declined') AND NOT (
    OLD.kind = 'individual' AND NEW.name = '(đã xóa)' AND NEW.situation IS NULL AND NEW.objective IS NULL
    AND NEW.method IS NULL AND NEW.place IS NULL AND NEW.forces IS NULL AND NEW.resources IS NULL
    AND NEW.time IS NULL AND NEW.outputs IS NULL AND NEW.lasting IS NULL
    AND (NEW.decline_reason IS NULL OR NEW.decline_reason = '(đã xóa)')
    AND NEW.id = OLD.id AND NEW.hamlet IS OLD.hamlet AND NEW.organisation IS OLD.organisation
    AND NEW.unit = OLD.unit AND NEW.recorded_by = OLD.recorded_by AND NEW.recorded_ms = OLD.recorded_ms
    AND NEW.area = OLD.area AND NEW.kind = OLD.kind AND NEW.year = OLD.year
    AND NEW.replicated_from IS OLD.replicated_from AND NEW.state = OLD.state
    AND NEW.registered_on IS OLD.registered_on AND NEW.criteria_set IS OLD.criteria_set
    AND NEW.level IS OLD.level AND NEW.decision_number IS OLD.decision_number
    AND NEW.decided_on IS OLD.decided_on AND NEW.signer IS OLD.signer AND NEW.decided_by IS OLD.decided_by
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'model.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'models are frozen by the decision'); END;

DROP TRIGGER appraisal_kept_as_written;

CREATE TRIGGER appraisal_kept_as_written BEFORE UPDATE ON appraisal
WHEN NOT (
    NEW.remarks IS NULL AND NEW.id = OLD.id AND NEW.model = OLD.model AND NEW.appraiser = OLD.appraiser
    AND NEW.recorded_ms = OLD.recorded_ms
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'appraisal.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'appraisals are never changed'); END;

DROP TRIGGER decision_kept_as_voted;

CREATE TRIGGER decision_kept_as_voted BEFORE UPDATE ON decision
WHEN OLD.state NOT IN ('draft', 'voted')
    AND (NEW.hamlet IS NOT OLD.hamlet OR NEW.commune IS NOT OLD.commune OR NEW.title <> OLD.title
        OR NEW.amends IS NOT OLD.amends OR NEW.voting_mode IS NOT OLD.voting_mode OR NEW.method IS NOT OLD.method
        OR NEW.held_on IS NOT OLD.held_on OR NEW.place IS NOT OLD.place
        OR NEW.households IS NOT OLD.households
        OR NEW.represented IS NOT OLD.represented OR NEW.voted_by IS NOT OLD.voted_by
        OR NEW.earlier_meeting IS NOT OLD.earlier_meeting OR NEW.chose_online IS NOT OLD.chose_online
        OR NEW.quorum IS NOT OLD.quorum
        OR (NEW.chair IS NOT OLD.chair OR NEW.secretary IS NOT OLD.secretary) AND NOT (
            NEW.chair = '(đã xóa)' AND NEW.secretary = '(đã xóa)'
            AND EXISTS (
                SELECT 1 FROM journal
                WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
                    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten'
                    OR kind = 'bank_credit.forgotten')
                    AND kind = 'decision.forgotten' AND subject = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

DROP TRIGGER decision_person_kept_as_written;

CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person
WHEN NOT (
    NEW.name = '(đã xóa)' AND NEW.decision = OLD.decision AND NEW.duty = OLD.duty AND NEW.number = OLD.number
    AND EXISTS (
        SELECT 1 FROM journal
        WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
            AND kind = 'decision.forgotten' AND subject = OLD.decision))
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

DROP TRIGGER bank_credit_stays;

-- What the bank told is never changed, who paid included, but when the payer is forgotten.
CREATE TRIGGER bank_credit_stays BEFORE UPDATE ON bank_credit
WHEN NEW.id <> OLD.id OR NEW.account <> OLD.account OR NEW.owner <> OLD.owner OR NEW.line <> OLD.line
    OR NEW.amount_dong <> OLD.amount_dong OR NEW.booked_on <> OLD.booked_on OR NEW.reference <> OLD.reference
    OR NEW.reference_key <> OLD.reference_key OR NEW.source <> OLD.source
    OR NEW.recorded_by IS NOT OLD.recorded_by OR NEW.recorded_ms <> OLD.recorded_ms
    OR (NEW.memo <> OLD.memo OR NEW.payer_name IS NOT OLD.payer_name OR NEW.payer_account IS NOT OLD.payer_account
        OR NEW.payment_code IS NOT OLD.payment_code) AND NOT (
            NEW.memo = '(đã xóa)' AND NEW.payer_name IS NULL AND NEW.payer_account IS NULL
            AND NEW.payment_code IS NULL AND NEW.ignored_reason = '(đã xóa)'
            AND EXISTS (
                SELECT 1 FROM journal
                WHERE (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
                    OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten'
                    OR kind = 'bank_credit.forgotten')
                    AND kind = 'bank_credit.forgotten' AND subject = OLD.id))
BEGIN SELECT RAISE(ABORT, 'what the bank told of a credit never changes'); END;

"""#
),
(
"0076_organisation_validity.sql",
#"""
-- When an organisation was founded and dissolved, as far as it is known: nothing of it lies outside these days.
ALTER TABLE organisation ADD COLUMN valid_from INTEGER;

ALTER TABLE organisation ADD COLUMN valid_to INTEGER
    CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to);

-- The households whose names no public text of a province may contain, which are few among all.
CREATE INDEX household_tier ON household (hamlet) WHERE tier IS NOT NULL;

CREATE INDEX household_version_tier ON household_version (hamlet, household) WHERE tier IS NOT NULL;

-- The gifts of one organisation, which are few among all.
CREATE INDEX contribution_organisation ON contribution (organisation, received_on) WHERE organisation IS NOT NULL;

"""#
),
(
"0077_payments.sql",
#"""
-- Payments of several lines: one bill for several items, purposes or funds of an owner. Each line is an expenditure;
-- their ids follow each other, so that the primary key finds the lines of a payment, as of a receipt.
ALTER TABLE expenditure ADD COLUMN voucher_lines INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_lines BETWEEN 1 AND 30)
    -- A refund is of one receipt, a repayment of one debt.
    CHECK (voucher_lines = 1 OR (refund_of IS NULL AND repays IS NULL));

ALTER TABLE expenditure ADD COLUMN voucher_line INTEGER NOT NULL DEFAULT 1
    CHECK (voucher_line BETWEEN 1 AND voucher_lines);

-- Each line of a payment replaces line 1 of the one before.
DROP INDEX expenditure_replaces;

CREATE UNIQUE INDEX expenditure_replaces ON expenditure (replaces, voucher_line) WHERE replaces IS NOT NULL;

CREATE TRIGGER expenditure_continues_its_payment BEFORE INSERT ON expenditure
WHEN NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM expenditure AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.voucher_line = NEW.voucher_line - 1
        AND line.voucher_lines = NEW.voucher_lines AND line.payee = NEW.payee AND line.method = NEW.method
        AND line.requested_ms = NEW.requested_ms AND line.requested_by = NEW.requested_by
        AND line.checked_by IS NEW.checked_by AND line.approved_by IS NEW.approved_by
        AND line.approved_on IS NEW.approved_on AND line.state = NEW.state AND line.replaces IS NEW.replaces)
BEGIN SELECT RAISE(ABORT, 'the lines of a payment follow each other'); END;

DROP TRIGGER expenditure_takes_next_number;

CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.voucher_line = 1
BEGIN
    INSERT INTO voucher_series (owner, kind, year, book, last_number, last_on)
    VALUES (NEW.owner, 'payment', coalesce(NEW.issued_on, NEW.paid_on) / 10000, NEW.book, NEW.number,
        coalesce(NEW.issued_on, NEW.paid_on))
    ON CONFLICT (owner, kind, year, book) DO UPDATE
    SET last_number = NEW.number, last_on = coalesce(NEW.issued_on, NEW.paid_on);
END;

CREATE TRIGGER expenditure_continues_its_voucher BEFORE UPDATE ON expenditure
WHEN OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.voucher_line > 1 AND NOT EXISTS (
    SELECT 1
    FROM expenditure AS line
    WHERE line.owner = NEW.owner AND line.id = NEW.id - 1 AND line.book = NEW.book AND line.number = NEW.number
        AND line.names_book = NEW.names_book AND line.paid_on = NEW.paid_on AND line.issued_on IS NEW.issued_on
        AND line.party_address = NEW.party_address AND line.attachments IS NEW.attachments
        AND line.paid_by = NEW.paid_by)
BEGIN SELECT RAISE(ABORT, 'the lines of a voucher follow each other'); END;

CREATE TRIGGER expenditure_lines_kept_as_written BEFORE UPDATE OF voucher_line, voucher_lines ON expenditure
BEGIN SELECT RAISE(ABORT, 'the lines of a payment never change'); END;

-- Prints are of the voucher, not of a line.
DROP TRIGGER voucher_print_of_first_line;

CREATE TRIGGER voucher_print_of_first_line BEFORE INSERT ON voucher_print
WHEN (SELECT voucher_line FROM contribution WHERE id = NEW.contribution) > 1
    OR (SELECT voucher_line FROM expenditure WHERE id = NEW.expenditure) > 1
BEGIN SELECT RAISE(ABORT, 'prints are of the voucher, not of a line'); END;

DROP VIEW voucher;

CREATE VIEW voucher (owner, kind, year, book, number, issued_on, amount_dong, party_name, party_address, reason) AS
SELECT first.owner, 'receipt', coalesce(first.issued_on, first.received_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.received_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM contribution AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.party_name, first.party_address, first.voucher_reason
FROM contribution AS first
WHERE first.voucher_line = 1
UNION ALL
SELECT first.owner, 'payment', coalesce(first.issued_on, first.paid_on) / 10000, first.book, first.number,
    coalesce(first.issued_on, first.paid_on),
    first.amount_dong + coalesce((
        SELECT sum(line.amount_dong)
        FROM expenditure AS line
        WHERE line.owner = first.owner AND line.id > first.id AND line.id < first.id + first.voucher_lines), 0),
    first.payee, first.party_address, first.voucher_reason
FROM expenditure AS first
WHERE first.number IS NOT NULL AND first.voucher_line = 1;

"""#
),
(
"0078_decision_estimates.sql",
#"""
-- The estimate (dự toán) that residents decide on: what is to be raised by source and spent by item.
CREATE TABLE decision_estimate (
    decision INTEGER NOT NULL REFERENCES decision (id),
    number   INTEGER NOT NULL CHECK (number BETWEEN 1 AND 100),
    kind     TEXT NOT NULL CHECK (kind IN ('households', 'people_away', 'individuals', 'companies', 'organisations',
        'state_central', 'state_province', 'state_district', 'state_commune', 'state_agencies', 'expenses')),
    -- What an expense is for; of a source, what it is called.
    name     TEXT CHECK (length(name) > 0),
    amount   INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (decision, number),
    CHECK (kind <> 'expenses' OR name IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_estimate_of_draft BEFORE INSERT ON decision_estimate
WHEN (SELECT state FROM decision WHERE id = NEW.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_estimate_kept_as_written BEFORE UPDATE ON decision_estimate
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

CREATE TRIGGER decision_estimate_never_erased BEFORE DELETE ON decision_estimate
WHEN (SELECT state FROM decision WHERE id = OLD.decision) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a concluded decision is superseded, never changed'); END;

"""#
),
(
"0079_request_digests.sql",
#"""
-- The private part of an entry names the request with an Idempotency-Key that wrote it, by a digest, so that all that is
-- stored of responses follows from the log. One entry, made with this migration, names those stored before for good.
ALTER TABLE journal ADD COLUMN request BLOB CHECK (length(request) = 32);

-- The entry that the response follows from: the last one that names its request. NULL for what was stored before.
ALTER TABLE idempotency_key ADD COLUMN position INTEGER CHECK (position > 0);

DROP TRIGGER journal_kept_as_written;

CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
WHEN NEW.payload IS NOT NULL OR OLD.payload IS NULL OR NEW.public_members IS NOT OLD.public_members
    OR NEW.position <> OLD.position OR NEW.recorded_ms <> OLD.recorded_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.token IS NOT OLD.token OR NEW.assigned_by IS NOT OLD.assigned_by
    OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.owner IS NOT OLD.owner OR NEW.leaf <> OLD.leaf
    OR NEW.request IS NOT OLD.request
    OR NOT EXISTS (
        SELECT 1 FROM journal AS later
        WHERE (later.kind = 'household.forgotten' OR later.kind = 'user.forgotten'
            OR later.kind = 'model.forgotten' OR later.kind = 'appraisal.forgotten'
            OR later.kind = 'decision.forgotten' OR later.kind = 'bank_credit.forgotten')
            AND later.subject = OLD.subject AND later.position > OLD.position
            AND later.kind = CASE
                WHEN (OLD.kind = 'household.recorded' OR OLD.kind = 'household.corrected'
                    OR OLD.kind = 'household.changed' OR OLD.kind = 'household.ended')
                    THEN 'household.forgotten'
                WHEN (OLD.kind = 'user.recorded' OR OLD.kind = 'user.disabled' OR OLD.kind = 'user.enabled')
                    THEN 'user.forgotten'
                WHEN OLD.kind IN ('model.recorded', 'model.changed') THEN 'model.forgotten'
                WHEN OLD.kind = 'appraisal.recorded' THEN 'appraisal.forgotten'
                WHEN OLD.kind IN ('decision.recorded', 'decision.changed') THEN 'decision.forgotten'
                WHEN OLD.kind IN ('bank_credit.recorded', 'bank_credit.changed') THEN 'bank_credit.forgotten'
                ELSE ''
            END
    )
BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END;

"""#
),
(
"0080_organisation_versions.sql",
#"""
-- An organisation's name, type, unit and parent by day, as hamlets and households have them. What is on record today
-- counts for all days before the first change: of earlier transfers no effective day was given.
ALTER TABLE organisation ADD COLUMN current_from INTEGER
    CHECK (valid_from IS NULL OR current_from IS NULL OR valid_from < current_from);

CREATE TABLE organisation_version (
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    version      INTEGER NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    unit         TEXT NOT NULL,
    parent       INTEGER REFERENCES organisation (id),
    -- The days of the organisation itself, as they were known then.
    founded_on   INTEGER,
    dissolved_on INTEGER,
    valid_from   INTEGER,
    valid_to     INTEGER NOT NULL,
    -- The journal's row of this version, and the one that ended it.
    position     INTEGER NOT NULL,
    ended_at     INTEGER NOT NULL,
    PRIMARY KEY (organisation, version),
    CHECK (valid_from IS NULL OR valid_from <= valid_to),
    CHECK (position < ended_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_version_unit ON organisation_version (unit);

CREATE TRIGGER organisation_version_in_time BEFORE INSERT ON organisation_version
WHEN EXISTS (
    SELECT 1 FROM organisation_version
    WHERE organisation = NEW.organisation AND valid_to >= coalesce(NEW.valid_from, 0))
BEGIN SELECT RAISE(ABORT, 'an organisation has one version at a time'); END;

CREATE TRIGGER organisation_version_kept_as_written BEFORE UPDATE ON organisation_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never changed'); END;

CREATE TRIGGER organisation_version_never_erased BEFORE DELETE ON organisation_version
BEGIN SELECT RAISE(ABORT, 'previous versions are never erased'); END;

"""#
),
    ]
}
