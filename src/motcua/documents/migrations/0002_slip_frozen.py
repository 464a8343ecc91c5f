"""An issued slip never changes: the database refuses, whoever asks. Its PDF is recorded once."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION documents_slip_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.pdf_id IS NULL AND NEW.pdf_id IS NOT NULL
       AND (to_jsonb(OLD) - 'pdf_id' - 'rendered_at') = (to_jsonb(NEW) - 'pdf_id' - 'rendered_at')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued slip is never changed' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER slip_frozen BEFORE UPDATE ON documents_issuedslip
    FOR EACH ROW EXECUTE FUNCTION documents_slip_frozen();
CREATE FUNCTION documents_content_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stored bytes are never changed' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER content_frozen BEFORE UPDATE ON documents_content
    FOR EACH ROW EXECUTE FUNCTION documents_content_frozen();
"""
THAW = """
DROP TRIGGER slip_frozen ON documents_issuedslip;
DROP FUNCTION documents_slip_frozen();
DROP TRIGGER content_frozen ON documents_content;
DROP FUNCTION documents_content_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
