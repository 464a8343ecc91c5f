-- Only channels that there are, and each with a term.
ALTER TABLE catalog_offering ADD CONSTRAINT offering_channels_known CHECK (
  jsonb_typeof(committed_by_channel) = 'object'
  AND committed_by_channel - '{counter,online,post}'::text[] = '{}'
  AND NOT jsonb_path_exists(committed_by_channel,
    'strict $.* ? (@.type() != "array" || @.size() == 0)'));
