-- Work that goes on after the request that asked for it, in chunks, one row for each thing that is worked on. user_id and token_id are who
-- asked; holder is the server that runs it, and held_until its lease: any server goes on with one whose lease has run out. state is the
-- work's own, as JSON; stopped says why nobody goes on, '' where somebody does.
CREATE TABLE jobs (
	account_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject INTEGER NOT NULL,
	user_id INTEGER NOT NULL,
	token_id INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	holder TEXT NOT NULL,
	held_until INTEGER NOT NULL,
	done INTEGER NOT NULL,
	total INTEGER NOT NULL,
	state TEXT NOT NULL,
	stopped TEXT NOT NULL,
	PRIMARY KEY (account_id, kind, subject)
) WITHOUT ROWID;
