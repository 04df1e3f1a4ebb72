-- Which field each column of an assignment's files filled the last time that somebody said so; '' for one that is left out.
CREATE TABLE import_mappings (
	account_id INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	column_name TEXT NOT NULL,
	field TEXT NOT NULL,
	PRIMARY KEY (account_id, assignment_id, column_name)
) WITHOUT ROWID;
