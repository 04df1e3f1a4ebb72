-- An outcome that was registered can be taken back.

-- For how many minutes whoever registered an outcome may take it back; 0 where admins alone may.
ALTER TABLE campaigns ADD COLUMN withdraw_minutes BIGINT NOT NULL DEFAULT 10;

-- Of a withdrawal, the change that registered the outcome; of an outcome that was withdrawn, the change that withdrew it. 0 otherwise.
ALTER TABLE changes ADD COLUMN withdrew BIGINT NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN withdrawn_by BIGINT NOT NULL DEFAULT 0;

-- Lists of outcomes leave out those that were withdrawn, and are counted from these indexes alone.
DROP INDEX changes_of_outcomes;
DROP INDEX changes_of_products;
CREATE INDEX changes_of_outcomes ON changes (account_id, campaign_id, at, seq, withdrawn_by) WHERE what = 3;
CREATE INDEX changes_of_products ON changes (account_id, campaign_id, at, seq, products, withdrawn_by) WHERE products > 0;
