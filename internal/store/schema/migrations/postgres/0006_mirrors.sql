-- Accounts that follow one on another server. held_until is the lease of whoever is following it at the moment.
CREATE TABLE mirrors (
	account_id BIGINT NOT NULL,
	url TEXT COLLATE "C" NOT NULL,
	holder TEXT COLLATE "C" NOT NULL,
	held_until BIGINT NOT NULL,
	started_at BIGINT NOT NULL,
	succeeded_at BIGINT NOT NULL,
	failed_at BIGINT NOT NULL,
	error TEXT COLLATE "C" NOT NULL,
	result TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (account_id, url)
);
-- How far a campaign was followed: the other server's token, and the account's clock when both sides agreed.
CREATE TABLE mirrored_campaigns (
	account_id BIGINT NOT NULL,
	campaign_id BIGINT NOT NULL,
	token TEXT COLLATE "C" NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (account_id, campaign_id)
);
