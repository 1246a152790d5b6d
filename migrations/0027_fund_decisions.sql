-- The residents' decision by which a fund collects: without one nothing is taken from households where it is asked for
-- (parameter collection.decision).
ALTER TABLE fund ADD COLUMN decision INTEGER REFERENCES decision (id);
