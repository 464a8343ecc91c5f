CREATE OR REPLACE FUNCTION workflow_item_changed() RETURNS trigger LANGUAGE plpgsql
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
