-- Which history of an account's clock its numbers are of.

-- epoch is told with each number of the clock from the first renewal on; line names the database that the account was last written in.
ALTER TABLE accounts ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN line  BIGINT NOT NULL DEFAULT 0;

-- The epochs before, and up to which seq their numbers are those of this history.
CREATE TABLE epochs (
  account_id BIGINT NOT NULL,
  epoch      BIGINT NOT NULL,
  ended_seq  BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  PRIMARY KEY (account_id, epoch)
);

-- The entries of the log that are earlier than the one before them: between two of these, times ascend.
CREATE TABLE clock_setbacks (
  account_id BIGINT NOT NULL,
  seq        BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (account_id, seq)
);

INSERT INTO clock_setbacks (account_id, seq, at)
  SELECT account_id, seq, at FROM (SELECT account_id, seq, at, LAG(at) OVER (PARTITION BY account_id ORDER BY seq) AS before FROM changes) entries
  WHERE at < before;
