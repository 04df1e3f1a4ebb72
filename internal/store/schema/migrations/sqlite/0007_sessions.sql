-- Whoever is signed in to the console: the hash of what the browser holds. Times are milliseconds since 1970.
CREATE TABLE sessions (
	account_id INTEGER NOT NULL,
	hash BLOB NOT NULL,
	user_id INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (account_id, hash)
) WITHOUT ROWID;
-- Who set up what, signed in, made tokens, took data out: for whoever answers for it. details holds no customer's value.
CREATE TABLE audit_entries (
	account_id INTEGER NOT NULL,
	id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	action TEXT NOT NULL,
	noun TEXT NOT NULL,
	noun_id INTEGER NOT NULL,
	details TEXT NOT NULL,
	PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
