"""The words that dossiers are found by, so that the beginning of one is looked up among them."""

from django.db import migrations, models

KNOWN = """
INSERT INTO dossiers_searchword (word)
SELECT word FROM ts_stat('SELECT words FROM dossiers_dossiersearch')
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0013_notice_channel")]
    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.TextField(primary_key=True, serialize=False))],
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
