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
