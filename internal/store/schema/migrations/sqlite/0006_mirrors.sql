-- Accounts that follow one on another server. held_until is the lease of whoever is following it at the moment.
CREATE TABLE mirrors (
	account_id INTEGER NOT NULL,
	url TEXT NOT NULL,
	holder TEXT NOT NULL,
	held_until INTEGER NOT NULL,
	started_at INTEGER NOT NULL,
	succeeded_at INTEGER NOT NULL,
	failed_at INTEGER NOT NULL,
	error TEXT NOT NULL,
	result TEXT NOT NULL,
	PRIMARY KEY (account_id, url)
) WITHOUT ROWID;
-- How far a campaign was followed: the other server's token, and the account's clock when both sides agreed.
CREATE TABLE mirrored_campaigns (
	account_id INTEGER NOT NULL,
	campaign_id INTEGER NOT NULL,
	token TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (account_id, campaign_id)
) WITHOUT ROWID;
