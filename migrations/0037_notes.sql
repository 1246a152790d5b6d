-- A note that only the office sees, beside the public purpose of an expenditure.
ALTER TABLE expenditure ADD COLUMN note TEXT CHECK (length(note) > 0);
