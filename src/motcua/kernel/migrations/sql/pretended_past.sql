-- A demonstration may live a past: what it writes down there has the moment of that past. One row
-- says that this database is one, and it can be written only before anything has happened here.
CREATE TABLE kernel_demonstration (
  id smallint PRIMARY KEY CHECK (id = 1),
  since timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION kernel_demonstration_guard() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
     IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM kernel_historyentry) THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'a database with a history does not become a demonstration, nor cease to be one'
       USING ERRCODE = 'restrict_violation';
   END $$;
CREATE TRIGGER demonstration_guard BEFORE INSERT OR UPDATE OR DELETE ON kernel_demonstration
  FOR EACH ROW EXECUTE FUNCTION kernel_demonstration_guard();

-- The moment of writing is the database's clock. A moment that is given counts in a demonstration
-- only, never after the clock, and never before the entry that it follows.
CREATE OR REPLACE FUNCTION kernel_history_append() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE last_seq integer; last_hash bytea; last_recorded timestamptz; given timestamptz;
   BEGIN
     SELECT e.seq, e.hash, e.recorded_at INTO last_seq, last_hash, last_recorded
       FROM kernel_historyentry e
       WHERE e.year = NEW.year AND e.subject_id = NEW.subject_id ORDER BY e.seq DESC LIMIT 1;
     given := NEW.recorded_at;
     NEW.seq := coalesce(last_seq, 0) + 1;
     NEW.recorded_at := clock_timestamp();
     IF given < NEW.recorded_at - interval '1 minute'
        AND EXISTS (SELECT FROM kernel_demonstration) THEN
       NEW.recorded_at := greatest(given, last_recorded);
     END IF;
     NEW.xid := pg_current_xact_id();
     NEW.prev_hash := coalesce(last_hash, '\x'::bytea);
     NEW.hash := '\x'::bytea;
     NEW.hash := kernel_history_digest(NEW);
     RETURN NEW;
   END $$;
