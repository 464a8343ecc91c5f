"""An inbox is counted from its index: whose the rows are stands in it. Lists by the day promised;
broken promises are few."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0014_search_words")]
    operations = [
        migrations.RemoveIndex(model_name="inboxrow", name="inbox_by_urgency"),
        migrations.AddIndex(
            model_name="inboxrow",
            index=models.Index(
                name="inbox_by_urgency",
                fields=["unit_id", "role", "urgent_at", "item_id"],
                include=["post_id"],
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(name="dossier_by_due", fields=["due_on", "id"]),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                name="promise_kept_late",
                fields=["dossier"],
                condition=models.Q(kept_at__gt=models.F("due_at")),
            ),
        ),
    ]
