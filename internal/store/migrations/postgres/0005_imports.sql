-- Which field each column of an assignment's files filled the last time that somebody said so; '' for one that is left out.
CREATE TABLE import_mappings (
	account_id BIGINT NOT NULL,
	assignment_id BIGINT NOT NULL,
	column_name TEXT COLLATE "C" NOT NULL,
	field TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, assignment_id, column_name)
);
