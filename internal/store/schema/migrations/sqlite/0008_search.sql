-- What the console searches in. None of it is in a backup's or a copy's care: it is made from the customers again.

-- How far the log was read for the index: customers that were written after seq are not in it as they are now.
CREATE TABLE search_marks (
	account_id INTEGER NOT NULL PRIMARY KEY,
	seq INTEGER NOT NULL
) WITHOUT ROWID;
-- The index itself has no key but a row's number. slot is its upper half, and says whose the row is; the lower one is the customer's number.
CREATE TABLE search_slots (
	account_id INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	slot INTEGER NOT NULL UNIQUE,
	PRIMARY KEY (account_id, assignment_id)
) WITHOUT ROWID;
-- From which slots customers were taken for good: until it is made anew, the index only marks them as gone, and has their letters still.
CREATE TABLE search_emptied (
	slot INTEGER NOT NULL PRIMARY KEY
);
-- Folded texts, by every three letters that stand together. The texts themselves are not kept, nor where in them the letters stand.
CREATE VIRTUAL TABLE search_index USING fts5 (text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');
