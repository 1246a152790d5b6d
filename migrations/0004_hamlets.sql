-- Hamlets. They have no state code; a name is used once within a commune at a time.
CREATE TABLE hamlet (
    id         INTEGER PRIMARY KEY,
    commune    TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('thon', 'xom', 'ban', 'khoi', 'to_dan_pho', 'khu_pho')),
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER,
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    CHECK (valid_to IS NULL OR valid_from <= valid_to)
) STRICT;

CREATE UNIQUE INDEX hamlet_open_name ON hamlet (commune, name) WHERE valid_to IS NULL;
