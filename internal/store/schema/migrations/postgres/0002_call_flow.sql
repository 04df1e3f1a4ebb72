-- What moves a customer, and what has to be known to tell any moment again.

-- requires holds the demands, with commas between.
CREATE TABLE outcomes (
  account_id         BIGINT NOT NULL,
  campaign_id        BIGINT NOT NULL,
  id                 BIGINT NOT NULL,
  type               TEXT COLLATE "C" NOT NULL,
  subtype            TEXT COLLATE "C" NOT NULL,
  state_id           BIGINT NOT NULL,
  counts_as_attempt  BIGINT NOT NULL,
  retry_after        BIGINT NOT NULL,
  max_attempts       BIGINT NOT NULL,
  exhausted_state_id BIGINT,
  requires           TEXT COLLATE "C" NOT NULL,
  position           BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, type, subtype),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id),
  FOREIGN KEY (account_id, campaign_id, state_id) REFERENCES call_states (account_id, campaign_id, id),
  FOREIGN KEY (account_id, campaign_id, exhausted_state_id) REFERENCES call_states (account_id, campaign_id, id)
);

-- Whoever promised to call at due_at; 0 when nobody did. Only rows that are due at a
-- time are in these indexes, so that importing customers does not pay for them.
ALTER TABLE callflow_customers ADD COLUMN callback_user_id BIGINT NOT NULL DEFAULT 0;

CREATE INDEX callflow_customers_due
  ON callflow_customers (account_id, campaign_id, callback_user_id, due_at, number) WHERE due_at > 0;

CREATE INDEX callflow_customers_callbacks
  ON callflow_customers (account_id, campaign_id, due_at, number) WHERE callback_user_id > 0;

-- detail is what a registration said beside the status; products is how many
-- products it sold. A card stands for the customer's values before the change.
ALTER TABLE changes ADD COLUMN callback_user_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN products BIGINT NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN detail BYTEA;

-- What happened to whom since a moment is told from this index alone.
DROP INDEX changes_by_campaign;
CREATE INDEX changes_by_campaign ON changes (account_id, campaign_id, seq, number, what, from_state, to_state) WHERE campaign_id > 0;

CREATE INDEX changes_of_outcomes ON changes (account_id, campaign_id, at, seq) WHERE what = 3;
CREATE INDEX changes_of_products ON changes (account_id, campaign_id, at, seq, products) WHERE products > 0;

-- The rows that were taken out of a campaign, with their latest change: it is what
-- the row is told from when it comes back, and when an earlier moment is asked for.
CREATE TABLE removed_customers (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number)
);

-- Who is calling a customer, and until when nobody else may. What has lapsed stays, for
-- each user, until that user claims again, so that an outcome that comes too late is told.
CREATE TABLE claims (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  user_id     BIGINT NOT NULL,
  until       BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number, user_id)
);

-- The first answer to a request that carried a key, for as long as it is kept.
CREATE TABLE idempotency_keys (
  account_id BIGINT NOT NULL,
  user_id    BIGINT NOT NULL,
  key        TEXT COLLATE "C" NOT NULL,
  request    BYTEA NOT NULL,
  at         BIGINT NOT NULL,
  answer     BYTEA NOT NULL,
  PRIMARY KEY (account_id, user_id, key)
);

CREATE INDEX idempotency_keys_by_time ON idempotency_keys (account_id, at);

-- Outcomes as they were registered, by day in the account's zone: what statistics tell.
-- A hit sold something or booked a meeting; a decision is a hit or ended in a final state.
CREATE TABLE outcome_tallies (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  day         TEXT COLLATE "C" NOT NULL,
  user_name   TEXT COLLATE "C" NOT NULL,
  type        TEXT COLLATE "C" NOT NULL,
  subtype     TEXT COLLATE "C" NOT NULL,
  n           BIGINT NOT NULL,
  hits        BIGINT NOT NULL,
  decisions   BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, day, user_name, type, subtype)
);

-- Customers by attempts are counts too: the state -1 has those without an attempt,
-- -2 those with one, and so on. (No database of schema 1 was ever in PostgreSQL.)

-- The ids of custom fields that were deleted. The log keeps earlier cards, which have a value
-- under its field's id: another field of that id would show it as its own at an earlier moment.
CREATE TABLE deleted_fields (
  account_id BIGINT NOT NULL,
  id         BIGINT NOT NULL,
  PRIMARY KEY (account_id, id)
);

-- What the planner believes of tables that are empty yet. Statements are planned once for a connection, often
-- before the first rows come: without this, the planner takes an account for one of hundreds, and scans all
-- that it has for each key. ANALYZE leaves statistics alone while a table is empty. The rows for it go again, so that nobody else's
-- may be there.
DO $$
BEGIN
  IF EXISTS (SELECT FROM customers) OR EXISTS (SELECT FROM callflow_customers) OR EXISTS (SELECT FROM changes) OR EXISTS (SELECT FROM counts) THEN
    RAISE EXCEPTION 'the tables have rows, which this migration would take away';
  END IF;
END $$;
INSERT INTO customers (account_id, assignment_id, number, customer_id, seq, card)
  SELECT 0, 1, n, CAST(n AS TEXT), n, '' FROM generate_series(1, 1000) n;
INSERT INTO callflow_customers (account_id, campaign_id, number, state_id, seq, attempts, changed_at, due_at, status)
  SELECT 0, 1, n, n % 5, n, n % 3, n, 0, '' FROM generate_series(1, 1000) n;
INSERT INTO changes (account_id, seq, campaign_id, number, assignment_id, previous_seq, what, at, from_state, to_state, attempts, due_at, status)
  SELECT 0, n, 1, n, 1, 0, n % 5, n, n % 5, n % 7, n % 3, 0, '' FROM generate_series(1, 1000) n;
INSERT INTO counts (account_id, list_id, state_id, level, block, n, seq)
  SELECT 0, n / 500, n / 100 % 5, 2, n % 100, n, n FROM generate_series(0, 999) n;
INSERT INTO claims (account_id, campaign_id, number, user_id, until)
  SELECT 0, 1, n, n % 9, n FROM generate_series(1, 1000) n;
INSERT INTO removed_customers (account_id, campaign_id, number, seq)
  SELECT 0, 1, n, n FROM generate_series(1, 1000) n;
INSERT INTO idempotency_keys (account_id, user_id, key, request, at, answer)
  SELECT 0, n % 9, CAST(n AS TEXT), '', n, '' FROM generate_series(1, 1000) n;
INSERT INTO outcome_tallies (account_id, campaign_id, day, user_name, type, subtype, n, hits, decisions)
  SELECT 0, 1, CAST(n / 100 AS TEXT), CAST(n % 10 AS TEXT), CAST(n / 10 % 10 AS TEXT), '', 1, 0, 0 FROM generate_series(0, 999) n;
ANALYZE customers, callflow_customers, changes, counts, claims, removed_customers, idempotency_keys, outcome_tallies;
TRUNCATE customers, callflow_customers, changes, counts, claims, removed_customers, idempotency_keys, outcome_tallies;
