CREATE OR REPLACE FUNCTION kernel_history_append() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE last_seq integer; last_hash bytea;
   BEGIN
     SELECT e.seq, e.hash INTO last_seq, last_hash FROM kernel_historyentry e
       WHERE e.year = NEW.year AND e.subject_id = NEW.subject_id ORDER BY e.seq DESC LIMIT 1;
     NEW.seq := coalesce(last_seq, 0) + 1;
     NEW.recorded_at := clock_timestamp();
     NEW.xid := pg_current_xact_id();
     NEW.prev_hash := coalesce(last_hash, '\x'::bytea);
     NEW.hash := '\x'::bytea;
     NEW.hash := kernel_history_digest(NEW);
     RETURN NEW;
   END $$;
DROP TABLE kernel_demonstration;
DROP FUNCTION kernel_demonstration_guard();
