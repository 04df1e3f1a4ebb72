-- How many customers of a campaign one user may claim at a time, and for how long at the most, in seconds: 0 is without limit.
ALTER TABLE campaigns ADD COLUMN max_claims INTEGER NOT NULL DEFAULT 20;
ALTER TABLE campaigns ADD COLUMN max_lease INTEGER NOT NULL DEFAULT 14400;
