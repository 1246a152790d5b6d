-- The key of the entity tags of lists, so that nobody can count writes by them. A copy of the file keeps its tags.
CREATE TABLE tag_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

INSERT INTO tag_key (id, key) VALUES (1, randomblob(32));
