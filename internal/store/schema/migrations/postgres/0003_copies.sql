-- What each account was copied from, or is being copied from now. The account itself is there once its copy
-- is complete: until then nobody finds what was copied of it, and its id is kept for it. source says which
-- account it is, source_seq and source_setup the moment of it; run numbers those that copied, so that one
-- that was overtaken writes no more.
CREATE TABLE copies (
  account_id   BIGINT NOT NULL PRIMARY KEY,
  source       BIGINT NOT NULL,
  source_seq   BIGINT NOT NULL,
  source_setup BIGINT NOT NULL,
  run          BIGINT NOT NULL
);
