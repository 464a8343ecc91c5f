"""What the database itself refuses: changes of what was published, offers of drafts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("kernel", "0001_initial")]
    operations = [migrations.RunSQL((SQL / "guards.sql").read_text(encoding="utf-8"))]
