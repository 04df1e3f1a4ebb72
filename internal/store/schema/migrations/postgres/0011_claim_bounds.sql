-- How many customers of a campaign one user may claim at a time, and for how long at the most, in seconds: 0 is without limit.
ALTER TABLE campaigns ADD COLUMN max_claims BIGINT NOT NULL DEFAULT 20;
ALTER TABLE campaigns ADD COLUMN max_lease BIGINT NOT NULL DEFAULT 14400;
ALTER TABLE campaigns ALTER COLUMN max_claims DROP DEFAULT;
ALTER TABLE campaigns ALTER COLUMN max_lease DROP DEFAULT;
