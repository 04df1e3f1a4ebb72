-- What the console's pages are read by.

-- The changes of a customer's values while it was in no campaign: its card tells them among what happened to it. Those that are added, as in
-- an import, had no change before, and are not in it.
CREATE INDEX changes_of_values ON changes (account_id, assignment_id, number, seq, at, campaign_id, previous_seq) WHERE campaign_id = 0 AND previous_seq > 0;

-- Whom a user is calling.
CREATE INDEX claims_of_users ON claims (account_id, campaign_id, user_id, until, number);
