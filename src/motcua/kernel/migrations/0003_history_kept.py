"""The history cannot be emptied either: neither the whole table nor one year of it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_tables")]
    operations = [
        migrations.RunSQL(
            (SQL / "history_kept.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        )
    ]
