-- The types of hamlets of Decree 185/2026: nine of a rural commune, the others of a ward. A CHECK cannot be changed, so the
-- column is made again.
DROP TRIGGER hamlet_closed_stays;

ALTER TABLE hamlet RENAME COLUMN kind TO old_kind;

ALTER TABLE hamlet ADD COLUMN kind TEXT NOT NULL DEFAULT 'thon'
    CHECK (kind IN ('thon', 'xom', 'lang', 'ap', 'ban', 'buon', 'bon', 'phum', 'soc', 'khoi', 'to_dan_pho', 'khu_pho',
        'khoi_pho', 'khom', 'tieu_khu'));

UPDATE hamlet SET kind = old_kind;

ALTER TABLE hamlet DROP COLUMN old_kind;

CREATE TRIGGER hamlet_closed_stays BEFORE UPDATE ON hamlet WHEN OLD.valid_to IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a hamlet that was closed does not change'); END;
