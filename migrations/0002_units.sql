-- Units of the state. A code has several lives (16702 was Phường Nghi Phú, is Phường Vinh Phú), so a unit is a
-- code with a validity. Days are numbers such as 20250630; NULL is "since ever" and "until further notice".
CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 5),
    level       TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    parent_code TEXT,
    name        TEXT NOT NULL CHECK (length(name) > 0),
    valid_from  INTEGER,
    valid_to    INTEGER,
    -- The codes from the province down to this unit, `/40/16702/`, so that one row answers "whose subtree".
    path        TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    sort_key    BLOB NOT NULL,
    position    INTEGER NOT NULL,
    CHECK ((level = 'province') = (parent_code IS NULL)),
    CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to),
    -- Law 72/2025/QH15: there is no district level after 2025-06-30.
    CHECK (level <> 'district' OR (valid_to IS NOT NULL AND valid_to <= 20250630))
) STRICT;

CREATE UNIQUE INDEX unit_life ON unit (code, coalesce(valid_from, 0));
