-- What the later generation of the vendor's API tells of an assignment and of a campaign.
ALTER TABLE assignments ADD COLUMN crm_type TEXT NOT NULL DEFAULT 'B2C';
ALTER TABLE campaigns ADD COLUMN service_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN service_name TEXT NOT NULL DEFAULT '';
