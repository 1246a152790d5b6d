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
