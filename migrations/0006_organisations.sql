-- Organisations that give, organise or own: unions, the Front, companies. Each stands in one unit's subtree.
CREATE TABLE organisation (
    id         INTEGER PRIMARY KEY,
    unit       TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (length(name) > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('womens_union', 'fatherland_front', 'youth_union',
        'veterans_association', 'farmers_union', 'party_cell', 'state_agency', 'enterprise', 'community')),
    search_key TEXT NOT NULL,
    sort_key   BLOB NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX organisation_name ON organisation (unit, name);
