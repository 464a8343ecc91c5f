import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0006_titles'),
    ]

    operations = [
        migrations.AddField(
            model_name='unitsuccession',
            name='place_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, help_text='Of a split by place: the communes whose dossiers go here.', size=None),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.CheckConstraint(condition=models.Q(('field_codes', []), ('place_ids', []), _connector='OR'), name='succession_by_field_or_by_place'),
        ),
    ]
