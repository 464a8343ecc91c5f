"""Plans by which agencies merge, split or are renamed; a split says which fields go where."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import PROTECT, Q

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="unitsuccession",
            name="field_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                help_text="Of a split: whose dossiers go here; none: all that nobody else takes.",
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", motcua.kernel.ids.PublicIdField(
                    default=motcua.kernel.ids.new_public_id, editable=False, max_length=16,
                    unique=True)),
                ("kind", models.CharField(
                    choices=[("merge", "Sáp nhập"), ("split", "Chia tách"), ("rename", "Đổi tên")],
                    max_length=8)),
                ("on", models.DateField(help_text="First day of the new agencies by the decision.")),
                ("ground", models.CharField(
                    help_text="Number and day of the decision.", max_length=300)),
                ("state", models.CharField(
                    choices=[("prepared", "Đang chuẩn bị"), ("carried_out", "Đã thực hiện"),
                             ("withdrawn", "Đã rút")], max_length=12)),
                ("plan", models.JSONField()),
                ("prepared_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(
                    help_text="Carried out, or withdrawn.", null=True)),
                ("carried_out_on", models.DateField(
                    help_text="First day of the new agencies in this system.", null=True)),
                ("outcome", models.JSONField(
                    default=dict, help_text="Numbers of what was moved.")),
                ("decided_by_post", models.ForeignKey(
                    null=True, on_delete=PROTECT, related_name="+", to="organizations.post")),
                ("prepared_by_post", models.ForeignKey(
                    null=True, on_delete=PROTECT, related_name="+", to="organizations.post")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=["merge", "split", "rename"]),
                        name="merger_kind_known"),
                    models.CheckConstraint(
                        condition=Q(state__in=["prepared", "carried_out", "withdrawn"]),
                        name="merger_state_known"),
                    models.CheckConstraint(condition=~Q(ground=""), name="merger_has_a_ground"),
                    models.CheckConstraint(
                        condition=Q(state="prepared", decided_at__isnull=True)
                        | ~Q(state="prepared") & Q(decided_at__isnull=False),
                        name="merger_decided_iff_dated"),
                    models.CheckConstraint(
                        condition=Q(state="carried_out", carried_out_on__isnull=False)
                        | ~Q(state="carried_out") & Q(carried_out_on__isnull=True),
                        name="merger_carried_out_on_a_day"),
                ],
            },
        ),
    ]
