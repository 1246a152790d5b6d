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
