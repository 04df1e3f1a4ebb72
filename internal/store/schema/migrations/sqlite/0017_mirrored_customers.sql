-- Which customer of the source is which one here: by the source's assignment, and by the number that the customer has in it. told is the
-- source's token of when it last said so; it is negative where the source's clock went back since. asked is the source's token of when it was
-- asked whether a customer who is in no campaign any more was anonymised: 0 before the first time, -1 of all others.
CREATE TABLE mirrored_customers (
	account_id INTEGER NOT NULL,
	assignment_id INTEGER NOT NULL,
	theirs INTEGER NOT NULL,
	number INTEGER NOT NULL,
	told INTEGER NOT NULL,
	asked INTEGER NOT NULL,
	PRIMARY KEY (account_id, assignment_id, theirs)
) WITHOUT ROWID;
CREATE INDEX mirrored_customers_here ON mirrored_customers (account_id, assignment_id, number, theirs, told);
CREATE INDEX mirrored_customers_who_left ON mirrored_customers (account_id, assignment_id, asked, theirs) WHERE asked >= 0;

-- 1 where each customer of the campaign is in that table.
ALTER TABLE mirrored_campaigns ADD COLUMN paired INTEGER NOT NULL DEFAULT 0;
