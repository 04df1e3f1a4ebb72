-- The ids and names of the campaign's call states and products on the source, and the ids of its custom fields, in the order in which the
-- source lists them, as JSON; '' where they are not known. No customer changes with them, so that they are compared in each run.
ALTER TABLE mirrored_campaigns ADD COLUMN names TEXT NOT NULL DEFAULT '';
