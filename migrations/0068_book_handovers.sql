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
