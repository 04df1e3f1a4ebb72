-- Work that goes on after the request that asked for it, in chunks, one row for each thing that is worked on. user_id and token_id are who
-- asked; holder is the server that runs it, and held_until its lease: any server goes on with one whose lease has run out. state is the
-- work's own, as JSON; stopped says why nobody goes on, '' where somebody does.
CREATE TABLE jobs (
	account_id BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	subject BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	token_id BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	holder TEXT COLLATE "C" NOT NULL,
	held_until BIGINT NOT NULL,
	done BIGINT NOT NULL,
	total BIGINT NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	stopped TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, kind, subject)
);
