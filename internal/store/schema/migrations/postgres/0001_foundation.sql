-- Every key begins with the account. Times are milliseconds since 1970, dates are YYYY-MM-DD.

-- Two directories, the only tables that are not one account's: they find the account.
CREATE TABLE account_names (
  name       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL
);

CREATE TABLE account_emails (
  email      TEXT COLLATE "C" NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (email, account_id)
);

-- seq is the account's clock; setup numbers the changes of everything up to products.
CREATE TABLE accounts (
  account_id BIGINT NOT NULL PRIMARY KEY,
  name       TEXT COLLATE "C" NOT NULL,
  time_zone  TEXT COLLATE "C" NOT NULL,
  generation BIGINT NOT NULL,
  seq        BIGINT NOT NULL,
  setup      BIGINT NOT NULL,
  secret     BYTEA NOT NULL,
  created_at BIGINT NOT NULL
) WITH (fillfactor = 20); -- every commit writes a row of it again: there is room for that on its page

CREATE TABLE clients (
  account_id BIGINT NOT NULL REFERENCES accounts,
  id         BIGINT NOT NULL,
  short_name TEXT COLLATE "C" NOT NULL,
  full_name  TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, id)
);

CREATE TABLE users (
  account_id    BIGINT NOT NULL REFERENCES accounts,
  id            BIGINT NOT NULL,
  email         TEXT COLLATE "C" NOT NULL,
  name          TEXT COLLATE "C" NOT NULL,
  role          TEXT COLLATE "C" NOT NULL,
  client_id     BIGINT,
  password_hash TEXT COLLATE "C" NOT NULL,
  active        BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, email),
  FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id)
);

CREATE TABLE tokens (
  account_id BIGINT NOT NULL,
  id         BIGINT NOT NULL,
  user_id    BIGINT NOT NULL,
  label      TEXT COLLATE "C" NOT NULL,
  hash       BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, hash),
  FOREIGN KEY (account_id, user_id) REFERENCES users (account_id, id)
);

-- next_number is the number that the assignment's next customer gets.
CREATE TABLE assignments (
  account_id  BIGINT NOT NULL REFERENCES accounts,
  id          BIGINT NOT NULL,
  client_id   BIGINT NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C" NOT NULL,
  next_number BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, client_id) REFERENCES clients (account_id, id)
);

CREATE TABLE custom_fields (
  account_id    BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  key           TEXT COLLATE "C" NOT NULL,
  type          TEXT COLLATE "C" NOT NULL,
  max_length    BIGINT NOT NULL,
  hint          TEXT COLLATE "C" NOT NULL,
  choices       TEXT COLLATE "C" NOT NULL,
  position      BIGINT NOT NULL,
  PRIMARY KEY (account_id, assignment_id, id),
  FOREIGN KEY (account_id, assignment_id) REFERENCES assignments (account_id, id)
);

CREATE TABLE campaigns (
  account_id    BIGINT NOT NULL,
  id            BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL,
  name          TEXT COLLATE "C" NOT NULL,
  description   TEXT COLLATE "C" NOT NULL,
  start_date    TEXT COLLATE "C" NOT NULL,
  end_date      TEXT COLLATE "C" NOT NULL,
  archived_date TEXT COLLATE "C" NOT NULL,
  max_attempts  BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, assignment_id) REFERENCES assignments (account_id, id)
);

CREATE TABLE call_states (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  kind        TEXT COLLATE "C" NOT NULL,
  position    BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, name),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id)
);

CREATE TABLE products (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  code        TEXT COLLATE "C" NOT NULL,
  title       TEXT COLLATE "C" NOT NULL,
  price       TEXT COLLATE "C" NOT NULL,
  position    BIGINT NOT NULL,
  PRIMARY KEY (account_id, campaign_id, id),
  UNIQUE (account_id, campaign_id, code),
  FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns (account_id, id)
);

-- card is the packed list of the customer's values; number is its place in the assignment.
-- The three tables below have no foreign keys: their keys come from rows that can't be
-- deleted while in use, and a look-up for each of a million rows would cost a third of an import.
CREATE TABLE customers (
  account_id    BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  customer_id   TEXT COLLATE "C" NOT NULL,
  seq           BIGINT NOT NULL,
  card          BYTEA NOT NULL,
  PRIMARY KEY (account_id, assignment_id, number),
  UNIQUE (account_id, assignment_id, customer_id)
);

-- Where each customer of a campaign stands now, in the order of the customers.
CREATE TABLE callflow_customers (
  account_id  BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  state_id    BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  attempts    BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  status      BYTEA NOT NULL,
  PRIMARY KEY (account_id, campaign_id, number)
);

CREATE INDEX callflow_customers_by_state
  ON callflow_customers (account_id, campaign_id, state_id, number);

-- The log: what moved every row, and how it stood after.
CREATE TABLE changes (
  account_id    BIGINT NOT NULL,
  seq           BIGINT NOT NULL,
  campaign_id   BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL,
  previous_seq  BIGINT NOT NULL,
  what          BIGINT NOT NULL,
  at            BIGINT NOT NULL,
  from_state    BIGINT NOT NULL,
  to_state      BIGINT NOT NULL,
  attempts      BIGINT NOT NULL,
  due_at        BIGINT NOT NULL,
  status        BYTEA NOT NULL,
  card          BYTEA,
  PRIMARY KEY (account_id, seq)
);

CREATE INDEX changes_by_campaign ON changes (account_id, campaign_id, seq) WHERE campaign_id > 0;

-- How many rows a list has, in all (level 0) and per run of numbers (levels 1 and 2),
-- for each state and for all of them (state 0). A list is a campaign's id, or minus an
-- assignment's for its customers. seq is the latest change within.
CREATE TABLE counts (
  account_id BIGINT NOT NULL,
  list_id    BIGINT NOT NULL,
  state_id   BIGINT NOT NULL,
  level      BIGINT NOT NULL,
  block      BIGINT NOT NULL,
  n          BIGINT NOT NULL,
  seq        BIGINT NOT NULL,
  PRIMARY KEY (account_id, list_id, state_id, level, block)
) WITH (fillfactor = 50);
