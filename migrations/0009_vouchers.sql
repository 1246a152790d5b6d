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
