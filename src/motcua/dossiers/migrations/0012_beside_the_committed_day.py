"""The day of the law's term beside the one promised, and the ground of a policy of one's own."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0011_longer_terms")]
    operations = [
        migrations.AddField(
            "dossier",
            "supplement_ground",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Of a policy of its own; empty: the rule.",
            ),
        ),
        migrations.AddField(
            "dossier",
            "statutory_due_at",
            models.DateTimeField(
                null=True,
                help_text="By the law's term, where a shorter one is promised; judges nothing.",
            ),
        ),
        migrations.AddConstraint(
            "dossier",
            models.CheckConstraint(
                name="dossier_statutory_beside_committed",
                condition=Q(statutory_due_at__isnull=True)
                | Q(
                    statutory_limit__isnull=False,
                    committed_limit__isnull=False,
                    statutory_due_at__gte=F("received_at"),
                ),
            ),
        ),
    ]
