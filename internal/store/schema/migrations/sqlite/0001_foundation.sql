-- Every key begins with the account. Times are milliseconds since 1970, dates are YYYY-MM-DD.

-- Two directories, the only tables that are not one account's: they find the account.
CREATE TABLE account_names (
  name       TEXT    NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE account_emails (
  email      TEXT    NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (email, account_id)
) WITHOUT ROWID;

-- seq is the account's clock; setup numbers the changes of everything up to products.
CREATE TABLE accounts (
  account_id INTEGER NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  time_zone  TEXT    NOT NULL,
  generation INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  setup      INTEGER NOT NULL,
  secret     BLOB    NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE clients (
  account_id INTEGER NOT NULL REFERENCES accounts,
  id         INTEGER NOT NULL,
  short_name TEXT    NOT NULL,
  full_name  TEXT    NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID;

CREATE TABLE users (
  account_id    INTEGER NOT NULL REFERENCES accounts,
  id            INTEGER NOT NULL,
  email         TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  role          TEXT    NOT NULL,
  client_id     INTEGER,
  password_hash TEXT    NOT NULL,
  active        INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, email),
  FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id)
) WITHOUT ROWID;

CREATE TABLE tokens (
  account_id INTEGER NOT NULL,
  id         INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  label      TEXT    NOT NULL,
  hash       BLOB    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, hash),
  FOREIGN KEY (account_id, user_id) REFERENCES users (account_id, id)
) WITHOUT ROWID;

-- next_number is the number that the assignment's next customer gets.
CREATE TABLE assignments (
  account_id  INTEGER NOT NULL REFERENCES accounts,
  id          INTEGER NOT NULL,
  client_id   INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  description TEXT    NOT NULL,
  next_number INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id)
) WITHOUT ROWID;

CREATE TABLE custom_fields (
  account_id    INTEGER NOT NULL,
  assignment_id INTEGER NOT NULL,
  id            INTEGER NOT NULL,
  key           TEXT    NOT NULL,
  type          TEXT    NOT NULL,
  max_length    INTEGER NOT NULL,
  hint          TEXT    NOT NULL,
  choices       TEXT    NOT NULL,
  position      INTEGER NOT NULL,
  PRIMARY KEY (account_id, assignment_id, id),
  FOREIGN KEY (account_id, assignment_id) REFERENCES assignments (account_id, id)
) WITHOUT ROWID;

CREATE TABLE campaigns (
  account_id    INTEGER NOT NULL,
  id            INTEGER NOT NULL,
  assignment_id INTEGER NOT NULL,
  name          TEXT    NOT NULL,
  description   TEXT    NOT NULL,
  start_date    TEXT    NOT NULL,
  end_date      TEXT    NOT NULL,
  archived_date TEXT    NOT NULL,
  max_attempts  INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, assignment_id) REFERENCES assignments (account_id, id)
) WITHOUT ROWID;

CREATE TABLE call_states (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, name),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id)
) WITHOUT ROWID;

CREATE TABLE products (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  code        TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  price       TEXT    NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, code),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id)
) WITHOUT ROWID;

-- card is the packed list of the customer's values; number is its place in the assignment.
-- The three tables below have no foreign keys: their keys come from rows that can't be
-- deleted while in use, and a look-up for each of a million rows would cost a third of an import.
CREATE TABLE customers (
  account_id    INTEGER NOT NULL,
  assignment_id INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  customer_id   TEXT    NOT NULL,
  seq           INTEGER NOT NULL,
  card          BLOB    NOT NULL,
  PRIMARY KEY (account_id, assignment_id, number),
  UNIQUE (account_id, assignment_id, customer_id)
) WITHOUT ROWID;

-- Where each customer of a campaign stands now, in the order of the customers.
CREATE TABLE callflow_customers (
  account_id  INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  state_id    INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  due_at      INTEGER NOT NULL,
  status      BLOB    NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number)
) WITHOUT ROWID;

CREATE INDEX callflow_customers_by_state
  ON callflow_customers (account_id, campaign_id, state_id, number);

-- The log: what moved every row, and how it stood after.
CREATE TABLE changes (
  account_id    INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  campaign_id   INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  assignment_id INTEGER NOT NULL,
  previous_seq  INTEGER NOT NULL,
  what          INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  from_state    INTEGER NOT NULL,
  to_state      INTEGER NOT NULL,
  attempts      INTEGER NOT NULL,
  due_at        INTEGER NOT NULL,
  status        BLOB    NOT NULL,
  card          BLOB,
  PRIMARY KEY (account_id, seq)
) WITHOUT ROWID;

CREATE INDEX changes_by_campaign ON changes (account_id, campaign_id, seq) WHERE campaign_id > 0;

-- How many rows a list has, in all (level 0) and per run of numbers (levels 1 and 2),
-- for each state and for all of them (state 0). A list is a campaign's id, or minus an
-- assignment's for its customers. seq is the latest change within.
CREATE TABLE counts (
  account_id INTEGER NOT NULL,
  list_id    INTEGER NOT NULL,
  state_id   INTEGER NOT NULL,
  level      INTEGER NOT NULL,
  block      INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  PRIMARY KEY (account_id, list_id, state_id, level, block)
) WITHOUT ROWID;
