-- Postings that no receipt made, by owner and day, for books that list every posting. Those of receipts are found through
-- their contributions, which are stored by hamlet, so that the index costs a receipt nothing. It compares with <> and
-- AND: for a list of values, SQLite fills a table in memory on each insert.
CREATE INDEX posting_not_received ON posting (owner, posted_on)
WHERE credit <> 'households' AND credit <> 'people_away' AND credit <> 'individuals' AND credit <> 'companies'
    AND credit <> 'organisations' AND credit <> 'state_central' AND credit <> 'state_province'
    AND credit <> 'state_district' AND credit <> 'state_commune' AND credit <> 'state_agencies';
