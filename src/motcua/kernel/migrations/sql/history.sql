CREATE TABLE kernel_historyentry (
  year smallint NOT NULL,
  subject_id bigint NOT NULL,
  seq integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id bigint,
  post_id bigint,
  on_behalf_of_id bigint,
  place_id bigint,
  channel varchar(12) NOT NULL DEFAULT '',
  handover varchar(12) NOT NULL DEFAULT '',
  kind varchar(60) NOT NULL,
  payload jsonb NOT NULL,
  command_id uuid NOT NULL,
  rule_set varchar(20) NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (year, subject_id, seq),
  CONSTRAINT history_numbered_from_one CHECK (seq >= 1),
  CONSTRAINT history_handover_known CHECK (handover IN ('', 'electronic', 'paper', 'both')),
  CONSTRAINT history_person_has_post CHECK (person_id IS NULL OR post_id IS NOT NULL),
  CONSTRAINT history_kind_named CHECK (kind <> '')
) PARTITION BY LIST (year);
CREATE TABLE kernel_historyentry_other PARTITION OF kernel_historyentry DEFAULT;
-- Projections read in order of commit: everything before the oldest running transaction.
CREATE INDEX history_feed ON kernel_historyentry (xid, year, subject_id, seq);

-- The fields of one entry, each with its length before it, so that no two entries read alike.
CREATE FUNCTION kernel_history_digest(entry kernel_historyentry) RETURNS bytea
LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(entry.prev_hash || convert_to(string_agg(length(part)::text || ':' || part, ''
                                                          ORDER BY place), 'UTF8'))
   FROM unnest(ARRAY[
     entry.year::text, entry.subject_id::text, entry.seq::text,
     (extract(epoch FROM entry.occurred_at) * 1000000)::bigint::text,
     (extract(epoch FROM entry.recorded_at) * 1000000)::bigint::text,
     coalesce(entry.person_id::text, '-'), coalesce(entry.post_id::text, '-'),
     coalesce(entry.on_behalf_of_id::text, '-'), coalesce(entry.place_id::text, '-'),
     entry.channel, entry.handover, entry.kind, entry.payload::text,
     entry.command_id::text, entry.rule_set
   ]) WITH ORDINALITY AS parts(part, place) $$;

CREATE FUNCTION kernel_history_append() RETURNS trigger LANGUAGE plpgsql AS
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
CREATE TRIGGER history_append BEFORE INSERT ON kernel_historyentry
  FOR EACH ROW EXECUTE FUNCTION kernel_history_append();

CREATE FUNCTION kernel_history_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is appended, never changed' USING ERRCODE = 'restrict_violation';
   END $$;
CREATE TRIGGER history_unchanged BEFORE UPDATE OR DELETE ON kernel_historyentry
  FOR EACH ROW EXECUTE FUNCTION kernel_history_refuse();
