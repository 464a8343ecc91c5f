"""Committed terms by channel, and a policy on supplements of one's own."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).parent / "sql"
POLICIES = [("resume", "Tính tiếp phần còn lại"), ("restart", "Tính lại từ đầu")]
CHANGES = [
    ("imported", "Nhập bản ghi"),
    ("published", "Công bố"),
    ("closed", "Đóng hiệu lực"),
    ("superseded", "Thay bản nháp"),
    ("offered", "Giao cho đơn vị tiếp nhận"),
    ("withdrawn", "Thôi tiếp nhận tại đơn vị"),
    ("committed", "Đặt thời hạn cam kết, cách tính khi bổ sung"),
]
HAS_GROUND = Q(supplement_policy="", supplement_ground="") | Q(
    supplement_policy__in=["resume", "restart"]
) & ~Q(supplement_ground="")


def policy():
    return models.CharField(
        blank=True, choices=POLICIES, db_default="", default="", max_length=10
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_guards")]
    operations = [
        migrations.AddField(
            "offering",
            "committed_by_channel",
            models.JSONField(
                db_default={},
                default=dict,
                help_text="Channel → limit, where it is another than that.",
            ),
        ),
        migrations.AddField("offering", "supplement_policy", policy()),
        migrations.AddField(
            "offering",
            "supplement_ground",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why this policy; empty without one.",
            ),
        ),
        migrations.AddField("procedureversion", "supplement_policy", policy()),
        migrations.AddField(
            "procedureversion",
            "supplement_ground",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why this policy; empty: the rule's holds.",
            ),
        ),
        migrations.AddConstraint(
            "offering",
            models.CheckConstraint(name="offering_policy_has_ground", condition=HAS_GROUND),
        ),
        migrations.AddConstraint(
            "procedureversion",
            models.CheckConstraint(name="version_policy_has_ground", condition=HAS_GROUND),
        ),
        migrations.RunSQL(
            (SQL / "terms.sql").read_text(encoding="utf-8"),
            "ALTER TABLE catalog_offering DROP CONSTRAINT offering_channels_known",
        ),
        migrations.AlterField(
            "changelog", "what", models.CharField(choices=CHANGES, max_length=12)
        ),
        migrations.RemoveConstraint("changelog", "change_known"),
        migrations.AddConstraint(
            "changelog",
            models.CheckConstraint(
                name="change_known", condition=Q(what__in=[code for code, _name in CHANGES])
            ),
        ),
    ]
