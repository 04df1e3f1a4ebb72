-- Whoever is signed in to the console: the hash of what the browser holds. Times are milliseconds since 1970.
CREATE TABLE sessions (
	account_id BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	user_id BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	PRIMARY KEY (account_id, hash)
);
-- Who set up what, signed in, made tokens, took data out: for whoever answers for it. details holds no customer's value.
CREATE TABLE audit_entries (
	account_id BIGINT NOT NULL,
	id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	user_name TEXT COLLATE "C" NOT NULL,
	action TEXT COLLATE "C" NOT NULL,
	noun TEXT COLLATE "C" NOT NULL,
	noun_id BIGINT NOT NULL,
	details TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, id)
);
