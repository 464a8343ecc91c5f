"""Longer terms under a condition, as fixed as the version that they belong to."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_own_terms")]

    operations = [
        migrations.CreateModel(
            name="ConditionalTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("no", models.PositiveSmallIntegerField(help_text="Place in the source, from 1.")),
                ("channel", models.CharField(blank=True, max_length=12)),
                (
                    "way",
                    models.CharField(
                        choices=[("added", "Thêm vào thời hạn"), ("instead", "Thay cho thời hạn")],
                        max_length=8,
                    ),
                ),
                ("limit", models.JSONField(help_text="working_time.TimeLimit.to_json().")),
                ("condition", models.TextField(help_text="When it may be granted, as published.")),
                ("text", models.TextField(help_text="The sentence or row of the source.")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.case",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="catalog.procedureversion",
                    ),
                ),
            ],
            options={
                "ordering": ["no"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "no"), name="conditional_term_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["", "counter", "online", "post"])),
                        name="conditional_term_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["added", "instead"])),
                        name="conditional_term_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="conditional_term_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit__0__unit__isnull", False)),
                        name="conditional_term_says_how_long",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "conditional_terms.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
