"""The guard of items asks for each row by its key."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_guards")]

    operations = [
        migrations.RunSQL(
            (SQL / "0003_guards_by_key.sql").read_text(),
            (SQL / "0003_guards_by_key_down.sql").read_text(),
        ),
    ]
