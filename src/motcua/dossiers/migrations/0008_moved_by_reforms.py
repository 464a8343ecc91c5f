"""Who answers for a dossier now, beside who did at its reception: a reform may lie between."""

from django.db import migrations, models
from django.db.models import PROTECT


def _unit(**options: object) -> models.Field:
    return models.ForeignKey(
        "organizations.Unit",
        on_delete=PROTECT,
        db_index=False,
        null=True,
        related_name="+",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0007_papers_that_moved_before"),
        ("organizations", "0003_mergers"),
    ]
    operations = [
        migrations.AddField(
            "dossier",
            "first_received_unit",
            _unit(
                help_text="As frozen at reception, where a reform has moved it since; null: never"
                " moved."
            ),
        ),
        migrations.AddField("dossier", "first_deciding_unit", _unit()),
        migrations.AddField("dossier", "first_commune", _unit()),
    ]
