-- The type that a custom field's values are being changed from, 1,000 customers at a time; '' where no change is unfinished.
ALTER TABLE custom_fields ADD COLUMN retyped_from TEXT NOT NULL DEFAULT '';
