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
