"""How whoever submitted wants to be told, asked at reception; empty for those received before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0012_beside_the_committed_day")]
    operations = [
        migrations.AddField(
            model_name="dossier",
            name="notice_channel",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="How whoever submitted wants to be told; empty: by what they gave.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("notice_channel__in", ["", "counter", "sms", "zalo", "email", "post"])
                ),
                name="dossier_notice_channel_known",
            ),
        ),
    ]
