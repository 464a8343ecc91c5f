-- Row triggers do not see a TRUNCATE, and a statement trigger is not handed down to partitions.
DO $$ DECLARE part regclass;
BEGIN
  FOR part IN SELECT 'kernel_historyentry'::regclass
              UNION ALL SELECT inhrelid::regclass FROM pg_inherits
                        WHERE inhparent = 'kernel_historyentry'::regclass LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER history_kept BEFORE TRUNCATE ON %s'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION kernel_history_refuse()', part);
  END LOOP;
END $$;
