"""What the database itself watches: no loops in the tree, no shifts over one another, and a token
that every change of the organisation renews."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL((SQL / "guards.sql").read_text(encoding="utf-8"))]
