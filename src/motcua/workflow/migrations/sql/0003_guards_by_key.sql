-- An item belongs to the instance, subject and node of its token. Checked at commit, row by row,
-- each by its key: joined in one query, the plan that PostgreSQL makes for a table whose statistics
-- say "empty" walks whole indexes, once for every changed row.
CREATE OR REPLACE FUNCTION workflow_item_changed() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off AS $$
DECLARE
  item workflow_workitem%ROWTYPE;
  token workflow_token%ROWTYPE;
  subject bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM workflow_token_and_item_agree(OLD.token_id);
    RETURN NULL;
  END IF;
  PERFORM workflow_token_and_item_agree(NEW.token_id);
  SELECT * INTO item FROM workflow_workitem WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO token FROM workflow_token WHERE id = item.token_id;
  SELECT subject_id INTO subject FROM workflow_instance WHERE id = item.instance_id;
  IF (item.instance_id, item.node_id, item.subject_id)
     IS DISTINCT FROM (token.instance_id, token.node_id, subject) THEN
    RAISE EXCEPTION 'item % is of another instance, subject or node than its token', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'item_is_of_its_token';
  END IF;
  RETURN NULL;
END $$;
