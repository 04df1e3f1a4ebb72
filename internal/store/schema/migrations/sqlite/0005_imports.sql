-- Which field each column of an assignment's files filled the last time that somebody said so; '' for one that is left out.
CREATE TABLE import_mappings (
	account_id INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	column_name TEXT NOT NULL,
	field TEXT NOT NULL,
	PRIMARY KEY (account_id, assignment_id, column_name)
) WITHOUT ROWID;
-- Files that were imported through the API. result and options are JSON; seen_at is the last sign of life of whoever runs it.
CREATE TABLE imports (
	account_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	status TEXT NOT NULL,
	file_name TEXT NOT NULL,
	user_name TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	finished_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	size INTEGER NOT NULL,
	columns TEXT NOT NULL,
	result TEXT NOT NULL,
	error TEXT NOT NULL,
	PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
-- What became of each row: whose it is, and what undoing it takes: the card before, the campaigns it was added to, the clock after it.
CREATE TABLE import_rows (
	account_id INTEGER NOT NULL,
	import_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	number INTEGER NOT NULL,
	written INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	campaigns TEXT NOT NULL,
	card BLOB,
	PRIMARY KEY (account_id, import_id, line)
) WITHOUT ROWID;
CREATE TABLE import_rejections (
	account_id INTEGER NOT NULL,
	import_id INTEGER NOT NULL,
	place INTEGER NOT NULL,
	line INTEGER NOT NULL,
	reason TEXT NOT NULL,
	cells TEXT NOT NULL,
	PRIMARY KEY (account_id, import_id, place)
) WITHOUT ROWID;
