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
