"""A demonstration may write its past down with the moments of that past; nobody else may."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_key_proofs")]
    operations = [
        migrations.RunSQL(
            (SQL / "pretended_past.sql").read_text(encoding="utf-8"),
            (SQL / "pretended_past_down.sql").read_text(encoding="utf-8"),
        )
    ]
