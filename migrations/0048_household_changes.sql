-- Who was in a hamlet, as known at the end of a month: found from the few changes since then. The public number of
-- households is that one, so that no record of a household changes it before the month has ended.
CREATE INDEX household_changes ON household (hamlet, position);

CREATE INDEX household_version_changes ON household_version (hamlet, ended_at);

CREATE INDEX journal_households ON journal (subject) WHERE kind = 'household.recorded';
