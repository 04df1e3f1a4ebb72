-- What moves a customer, and what has to be known to tell any moment again.

-- requires holds the demands, with commas between.
CREATE TABLE outcomes (
  account_id         INTEGER NOT NULL,
  campaign_id        INTEGER NOT NULL,
  id                 INTEGER NOT NULL,
  type               TEXT    NOT NULL,
  subtype            TEXT    NOT NULL,
  state_id           INTEGER NOT NULL,
  counts_as_attempt  INTEGER NOT NULL,
  retry_after        INTEGER NOT NULL,
  max_attempts       INTEGER NOT NULL,
  exhausted_state_id INTEGER,
  requires           TEXT    NOT NULL,
  position           INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, type, subtype),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id),
  FOREIGN KEY (account_id, campaign_id, state_id) REFERENCES call_states (account_id, campaign_id, id),
  FOREIGN KEY (account_id, campaign_id, exhausted_state_id) REFERENCES call_states (account_id, campaign_id, id)
) WITHOUT ROWID;

-- Whoever promised to call at due_at; 0 when nobody did. Only rows that are due at a
-- time are in these indexes, so that importing customers does not pay for them.
ALTER TABLE callflow_customers ADD COLUMN callback_user_id INTEGER NOT NULL DEFAULT 0;

CREATE INDEX callflow_customers_due
  ON callflow_customers (account_id, campaign_id, callback_user_id, due_at, number) WHERE due_at > 0;

CREATE INDEX callflow_customers_callbacks
  ON callflow_customers (account_id, campaign_id, due_at, number) WHERE callback_user_id > 0;

-- Schema 1 had no outcomes: what a demo logged as registered counts as moved.
UPDATE changes SET what = 2 WHERE what = 3;

-- detail is what a registration said beside the status; products is how many
-- products it sold. A card stands for the customer's values before the change.
ALTER TABLE changes ADD COLUMN callback_user_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN products INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN detail BLOB;

-- What happened to whom since a moment is told from this index alone.
DROP INDEX changes_by_campaign;
CREATE INDEX changes_by_campaign ON changes (account_id, campaign_id, seq, number, what, from_state, to_state) WHERE campaign_id > 0;

CREATE INDEX changes_of_outcomes ON changes (account_id, campaign_id, at, seq) WHERE what = 3;
CREATE INDEX changes_of_products ON changes (account_id, campaign_id, at, seq, products) WHERE products > 0;

-- The rows that were taken out of a campaign, with their latest change: it is what
-- the row is told from when it comes back, and when an earlier moment is asked for.
CREATE TABLE removed_customers (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number)
) WITHOUT ROWID;

-- Who is calling a customer, and until when nobody else may. What has lapsed stays, for
-- each user, until that user claims again, so that an outcome that comes too late is told.
CREATE TABLE claims (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  user_id     INTEGER NOT NULL,
  until       INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number, user_id)
) WITHOUT ROWID;

-- The first answer to a request that carried a key, for as long as it is kept.
CREATE TABLE idempotency_keys (
  account_id INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  key        TEXT    NOT NULL,
  request    BLOB    NOT NULL,
  at         INTEGER NOT NULL,
  answer     BLOB    NOT NULL,
  PRIMARY KEY (account_id, user_id, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_time ON idempotency_keys (account_id, at);

-- Outcomes as they were registered, by day in the account's zone: what statistics tell.
-- A hit sold something or booked a meeting; a decision is a hit or ended in a final state.
CREATE TABLE outcome_tallies (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  day         TEXT    NOT NULL,
  user_name   TEXT    NOT NULL,
  type        TEXT    NOT NULL,
  subtype     TEXT    NOT NULL,
  n           INTEGER NOT NULL,
  hits        INTEGER NOT NULL,
  decisions   INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, day, user_name, type, subtype)
) WITHOUT ROWID;

-- Customers by attempts are counts too: the state -1 has those without an attempt,
-- -2 those with one, and so on.
INSERT INTO counts (account_id, list_id, state_id, level, block, n, seq)
  SELECT account_id, campaign_id, -1 - attempts, 0, 0, COUNT(*), MAX(seq) FROM callflow_customers GROUP BY account_id, campaign_id, attempts;

-- The ids of custom fields that were deleted. The log keeps earlier cards, which have a value
-- under its field's id: another field of that id would show it as its own at an earlier moment.
CREATE TABLE deleted_fields (
  account_id INTEGER NOT NULL,
  id         INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;
