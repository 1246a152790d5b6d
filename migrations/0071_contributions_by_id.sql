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
