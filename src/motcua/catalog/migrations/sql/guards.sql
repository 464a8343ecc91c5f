-- Search columns, kept by the database so that no writer can forget them.
ALTER TABLE catalog_procedureversion
  ADD COLUMN name_folded text GENERATED ALWAYS AS (vn_fold(name)) STORED,
  -- A space before every word: '% bien do%' finds words that start so, and pairs of them.
  ADD COLUMN words_folded text GENERATED ALWAYS AS (
    ' ' || regexp_replace(vn_fold(search_words || ' ' || name), '[^a-z0-9.]+', ' ', 'g')) STORED,
  ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('public.vn', name), 'A') ||
    setweight(to_tsvector('public.vn', search_words), 'B')) STORED;
-- Search at the counter and on the portal.
CREATE INDEX catalog_version_search ON catalog_procedureversion USING gin (search);

-- A published version is what dossiers were received under: only its end may come nearer.
CREATE FUNCTION catalog_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before jsonb; after jsonb;
BEGIN
  IF OLD.status <> 'published' THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  -- Generated columns are not computed yet in a BEFORE trigger; they follow from the others.
  before := to_jsonb(OLD) - '{valid,name_folded,words_folded,search}'::text[];
  after := to_jsonb(NEW) - '{valid,name_folded,words_folded,search}'::text[];
  IF before IS DISTINCT FROM after
     OR lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid)
     OR NOT (NEW.valid <@ OLD.valid) THEN
    RAISE EXCEPTION 'a published version never changes; only its validity can be closed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_version_fixed BEFORE UPDATE OR DELETE ON catalog_procedureversion
  FOR EACH ROW EXECUTE FUNCTION catalog_version_fixed();

-- The parts of a published version are as fixed as the version.
CREATE FUNCTION catalog_part_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalog_procedureversion v
        WHERE v.id = OLD.version_id AND v.status = 'published'))
     OR (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalog_procedureversion v
        WHERE v.id = NEW.version_id AND v.status = 'published')) THEN
    RAISE EXCEPTION 'the parts of a published version never change'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_case
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_component
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_timelimitrow
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_fee
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_result
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();
CREATE TRIGGER catalog_part_fixed BEFORE INSERT OR UPDATE OR DELETE ON catalog_legalbasis
  FOR EACH ROW EXECUTE FUNCTION catalog_part_fixed();

-- Nobody receives dossiers of a draft.
CREATE FUNCTION catalog_offering_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM catalog_procedureversion v
                 WHERE v.id = NEW.version_id AND v.status = 'published') THEN
    RAISE EXCEPTION 'only a published version can be offered'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_offering_published BEFORE INSERT OR UPDATE ON catalog_offering
  FOR EACH ROW EXECUTE FUNCTION catalog_offering_published();

CREATE FUNCTION catalog_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of changes is appended, never changed'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalog_change_kept BEFORE UPDATE OR DELETE ON catalog_changelog
  FOR EACH ROW EXECUTE FUNCTION catalog_change_kept();
