-- What the console searches in. None of it is in a copy's care: it is made from the customers again.

-- How far the log was read for the index: customers that were written after seq are not in it as they are now.
CREATE TABLE search_marks (
	account_id BIGINT NOT NULL PRIMARY KEY,
	seq BIGINT NOT NULL
);
-- Folded texts, in letters and digits alone.
CREATE TABLE search_texts (
	account_id BIGINT NOT NULL,
	assignment_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	text TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, assignment_id, number)
);
-- pg_trgm finds parts of texts; btree_gin lets the account and the assignment stand before them in the same index. Extensions are the
-- whole database's: two schemas that are migrated at once add them one after the other, to where neither goes away with a schema.
DO $$
DECLARE
	home TEXT := 'public';
	texts TEXT;
	numbers TEXT;
BEGIN
	PERFORM pg_advisory_xact_lock(7310008);
	IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = home) THEN
		home := current_schema();
	END IF;
	EXECUTE format('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA %I', home);
	EXECUTE format('CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA %I', home);
	SELECT n.nspname INTO texts FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
	SELECT n.nspname INTO numbers FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'btree_gin';
	EXECUTE format('CREATE INDEX search_texts_parts ON search_texts USING gin (account_id %I.int8_ops, assignment_id %I.int8_ops, text %I.gin_trgm_ops)',
		numbers, numbers, texts);
END $$;
-- What the planner believes of a table that is empty yet: see 0002_call_flow.sql.
INSERT INTO search_texts (account_id, assignment_id, number, text)
	SELECT 0, 1, n, 'kunde ' || n FROM generate_series(1, 1000) n;
ANALYZE search_texts;
TRUNCATE search_texts;
