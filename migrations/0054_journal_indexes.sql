-- The partial indexes of the journal compare with = and OR: for IN with three values or more, SQLite fills a table in
-- memory on each insert, and every journal row paid for two of them.
DROP INDEX journal_household;

DROP INDEX journal_user;

CREATE INDEX journal_household ON journal (subject)
WHERE kind = 'household.recorded' OR kind = 'household.corrected' OR kind = 'household.changed'
    OR kind = 'household.ended';

CREATE INDEX journal_user ON journal (subject)
WHERE kind = 'user.recorded' OR kind = 'user.disabled' OR kind = 'user.enabled';
