"""What was done to the installation itself, written once."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_history_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=60)),
                ('subject', models.CharField(blank=True, max_length=120)),
                ('person_id', models.BigIntegerField(help_text='Empty where the system itself did it.', null=True)),
                ('post_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', '-at'], name='operation_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='operation_has_a_kind')],
            },
        ),
        migrations.RunSQL(
            (SQL / "operations.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        ),
    ]
