-- What a hamlet was like on a day: households, persons, occupations, area, cultural house. Counts of people, never who.
CREATE TABLE profile (
    id            INTEGER PRIMARY KEY,
    hamlet        INTEGER NOT NULL REFERENCES hamlet (id),
    as_of         INTEGER NOT NULL,
    households    INTEGER NOT NULL CHECK (households >= 0),
    persons       INTEGER NOT NULL CHECK (persons >= households),
    area_m2       INTEGER CHECK (area_m2 > 0),
    house_area_m2 INTEGER CHECK (house_area_m2 > 0),
    house_seats   INTEGER CHECK (house_seats > 0),
    recorded_by   INTEGER NOT NULL REFERENCES user_account (id),
    recorded_ms   INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    position      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX profile_day ON profile (hamlet, as_of);

CREATE TABLE profile_occupation (
    profile INTEGER NOT NULL REFERENCES profile (id),
    number  INTEGER NOT NULL CHECK (number BETWEEN 1 AND 30),
    name    TEXT NOT NULL CHECK (length(name) > 0),
    persons INTEGER NOT NULL CHECK (persons > 0),
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER profile_never_erased BEFORE DELETE ON profile
BEGIN SELECT RAISE(ABORT, 'profiles are corrected, never erased'); END;
