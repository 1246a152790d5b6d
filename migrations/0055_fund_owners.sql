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
