"""Where each projection stands in the history."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_operations")]
    operations = [
        migrations.RunSQL(
            (SQL / "projections.sql").read_text(encoding="utf-8"),
            "DROP TABLE kernel_projectioncursor",
        )
    ]
