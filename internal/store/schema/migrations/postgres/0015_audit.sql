-- The audit tells who did something, by which token, in which request and from where, and how many records were read.
ALTER TABLE audit_entries ADD COLUMN user_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entries ADD COLUMN token_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entries ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_entries ADD COLUMN n BIGINT NOT NULL DEFAULT 0;

-- What people call the account; its name is the first label of its host name.
ALTER TABLE accounts ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
