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
