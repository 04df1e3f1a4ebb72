-- What the later generation of the vendor's API tells of an assignment and of a campaign.
ALTER TABLE assignments ADD COLUMN crm_type TEXT COLLATE "C" NOT NULL DEFAULT 'B2C';
ALTER TABLE campaigns ADD COLUMN service_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN service_name TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE assignments ALTER COLUMN crm_type DROP DEFAULT;
ALTER TABLE campaigns ALTER COLUMN service_id DROP DEFAULT;
ALTER TABLE campaigns ALTER COLUMN service_name DROP DEFAULT;
