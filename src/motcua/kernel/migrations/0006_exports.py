"""Lists taken away as files."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0005_projections'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person_id', models.BigIntegerField(null=True)),
                ('post_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('list_code', models.CharField(max_length=40)),
                ('asked', models.TextField(blank=True)),
                ('file_format', models.CharField(max_length=8)),
                ('rows', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['person_id', '-at'], name='export_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rows__gte', 0)), name='export_counts_its_rows')],
            },
        ),
    ]
