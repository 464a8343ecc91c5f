"""Papers that moved before each file had one holder: the last hand-over says who has it."""

from django.db import migrations, models
from django.db.models import F, Q

MOVED_ON = """
UPDATE dossiers_handover h SET taken_back_at = later.given_at,
  taken_back_by_post_id = h.given_by_post_id
FROM (SELECT id, lead(given_at) OVER (PARTITION BY dossier_id ORDER BY given_at, id) AS given_at
      FROM dossiers_handover) AS later
WHERE later.id = h.id AND h.confirmed_at IS NULL AND h.taken_back_at IS NULL
  AND later.given_at IS NOT NULL
"""
HELD = """
INSERT INTO dossiers_paperfile
  (dossier_id, unit_id, since, handover_id, shelf, shelf_folded, kept)
SELECT DISTINCT ON (dossier_id) dossier_id,
  CASE WHEN confirmed_at IS NULL THEN from_unit_id ELSE to_unit_id END,
  coalesce(confirmed_at, given_at), CASE WHEN confirmed_at IS NULL THEN id END, '', '', false
FROM dossiers_handover ORDER BY dossier_id, given_at DESC, id DESC
ON CONFLICT (dossier_id) DO NOTHING
"""
AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"
NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):

    dependencies = [("dossiers", "0006_paper_has_one_holder")]

    operations = [
        migrations.RunSQL(AT_ONCE, NOTHING),
        migrations.RunSQL(MOVED_ON, NOTHING),
        migrations.RunSQL(HELD, NOTHING),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=Q(confirmed_at__isnull=True, taken_back_at__isnull=True),
                fields=["from_unit", "given_at"],
                name="handover_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=Q(confirmed_at__isnull=True, taken_back_at__isnull=True),
                fields=("dossier",),
                name="handover_one_on_its_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by_post__isnull=True)
                | Q(
                    confirmed_at__isnull=True,
                    taken_back_at__gte=F("given_at"),
                    taken_back_by_post__isnull=False,
                ),
                name="handover_taken_back_by_somebody",
            ),
        ),
    ]
