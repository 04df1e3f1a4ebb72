-- Which field each column of an assignment's files filled the last time that somebody said so; '' for one that is left out.
CREATE TABLE import_mappings (
	account_id BIGINT NOT NULL,
	assignment_id BIGINT NOT NULL,
	column_name TEXT COLLATE "C" NOT NULL,
	field TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, assignment_id, column_name)
);
-- Files that were imported through the API. result and options are JSON; seen_at is the last sign of life of whoever runs it.
CREATE TABLE imports (
	account_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	assignment_id BIGINT NOT NULL,
	status TEXT COLLATE "C" NOT NULL,
	file_name TEXT COLLATE "C" NOT NULL,
	user_name TEXT COLLATE "C" NOT NULL,
	created_at BIGINT NOT NULL,
	finished_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	size BIGINT NOT NULL,
	columns TEXT COLLATE "C" NOT NULL,
	result TEXT COLLATE "C" NOT NULL,
	error TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, id)
);
-- What became of each row: whose it is, and what undoing it takes: the card before, the campaigns it was added to, the clock after it.
CREATE TABLE import_rows (
	account_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	number BIGINT NOT NULL,
	written BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	campaigns TEXT COLLATE "C" NOT NULL,
	card BYTEA,
	PRIMARY KEY (account_id, import_id, line)
);
CREATE TABLE import_rejections (
	account_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	place BIGINT NOT NULL,
	line BIGINT NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	cells TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, import_id, place)
);
