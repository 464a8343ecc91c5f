-- A published definition is what dossiers were promised by: it never changes, nor goes away.
CREATE FUNCTION workflow_definition_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published definition never changes (% v%)', OLD.key, OLD.version
    USING ERRCODE = 'check_violation', CONSTRAINT = 'definition_is_final';
END $$;
CREATE TRIGGER definition_is_final BEFORE UPDATE OR DELETE ON workflow_definition
  FOR EACH ROW EXECUTE FUNCTION workflow_definition_is_final();

CREATE FUNCTION workflow_definition_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sha256 <> encode(sha256(convert_to(NEW.xml, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'sha256 is not of this xml (% v%)', NEW.key, NEW.version
      USING ERRCODE = 'check_violation', CONSTRAINT = 'definition_hash';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER definition_hash BEFORE INSERT ON workflow_definition
  FOR EACH ROW EXECUTE FUNCTION workflow_definition_hash();

-- An open item has a live token and the reverse; a token at a join has no item. Checked at commit,
-- on the rows as they are then.
-- Planned while the tables are empty and kept by the session: an index must be used all the same.
CREATE FUNCTION workflow_token_and_item_agree(which bigint) RETURNS void LANGUAGE plpgsql
  SET enable_seqscan = off AS $$
DECLARE
  token workflow_token%ROWTYPE;
  item_state text;
BEGIN
  SELECT * INTO token FROM workflow_token WHERE id = which;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT state INTO item_state FROM workflow_workitem WHERE token_id = which;
  IF (token.arrived_by = '') <> (item_state IS NOT NULL)
     OR (item_state IS NOT NULL AND (item_state = 'open') <> (token.left_at IS NULL)) THEN
    RAISE EXCEPTION 'token % (live: %) and its item (%) disagree',
      which, token.left_at IS NULL, coalesce(item_state, 'none')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'item_open_iff_token_live';
  END IF;
END $$;

-- An instance runs exactly as long as a token of it lives. Checked at commit.
CREATE FUNCTION workflow_instance_and_tokens_agree(which bigint) RETURNS void LANGUAGE plpgsql
  SET enable_seqscan = off AS $$
DECLARE
  over boolean;
BEGIN
  SELECT ended_at IS NOT NULL INTO over FROM workflow_instance WHERE id = which;
  IF NOT FOUND THEN RETURN; END IF;
  IF over = EXISTS (
    SELECT FROM workflow_token WHERE instance_id = which AND left_at IS NULL
  ) THEN
    RAISE EXCEPTION 'instance % (ended: %) and its live tokens disagree', which, over
      USING ERRCODE = 'check_violation', CONSTRAINT = 'instance_runs_iff_token_lives';
  END IF;
END $$;

CREATE FUNCTION workflow_token_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM workflow_instance_and_tokens_agree(OLD.instance_id);
  ELSE
    PERFORM workflow_token_and_item_agree(NEW.id);
    PERFORM workflow_instance_and_tokens_agree(NEW.instance_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER token_agrees
  AFTER INSERT OR UPDATE OR DELETE ON workflow_token DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION workflow_token_changed();

CREATE FUNCTION workflow_item_changed() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM workflow_token_and_item_agree(OLD.token_id);
  ELSE
    PERFORM workflow_token_and_item_agree(NEW.token_id);
    IF NOT EXISTS (
      SELECT FROM workflow_token t JOIN workflow_instance i ON i.id = t.instance_id
      JOIN workflow_workitem w ON w.token_id = t.id
      WHERE w.id = NEW.id AND w.instance_id = i.id AND w.subject_id = i.subject_id
        AND w.node_id = t.node_id
    ) AND EXISTS (SELECT FROM workflow_workitem WHERE id = NEW.id) THEN
      RAISE EXCEPTION 'item % is of another instance, subject or node than its token', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'item_is_of_its_token';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER item_agrees
  AFTER INSERT OR DELETE OR UPDATE OF state, token_id, instance_id, subject_id, node_id
  ON workflow_workitem DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION workflow_item_changed();

CREATE FUNCTION workflow_instance_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM workflow_instance_and_tokens_agree(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER instance_agrees
  AFTER INSERT OR UPDATE OF ended_at ON workflow_instance DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION workflow_instance_changed();
