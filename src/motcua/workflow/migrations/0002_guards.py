"""What no single row can promise: definitions never change, items and tokens agree."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (SQL / "0002_guards.sql").read_text(), (SQL / "0002_guards_down.sql").read_text()
        ),
    ]
