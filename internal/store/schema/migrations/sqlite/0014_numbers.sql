-- Customers without a telephone number that can be called are not handed out, unless the campaign says so.

-- 1 where the customer has no number. Whoever is there already is looked at when the schema is brought up to date.
ALTER TABLE callflow_customers ADD COLUMN no_number INTEGER NOT NULL DEFAULT 0;

-- 1 where the campaign hands out such customers all the same.
ALTER TABLE campaigns ADD COLUMN hand_out_without_number INTEGER NOT NULL DEFAULT 0;

-- Each customer is in one of two indexes by state: those who may be handed out, and those who are left out.
CREATE INDEX callflow_customers_with_number ON callflow_customers (account_id, campaign_id, state_id, number) WHERE no_number = 0;
CREATE INDEX callflow_customers_without_number ON callflow_customers (account_id, campaign_id, state_id, number) WHERE no_number = 1;
DROP INDEX callflow_customers_by_state;
