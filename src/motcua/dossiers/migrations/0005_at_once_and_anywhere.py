import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0004_guidance'),
        ('organizations', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='offering_unit',
            field=models.ForeignKey(help_text='One-stop unit it was received for; none: the receiving one itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('offering_unit__isnull', True), models.Q(('offering_unit', models.F('received_unit')), _negated=True), _connector='OR'), name='dossier_offered_elsewhere'),
        ),
        migrations.CreateModel(
            name='CertificationEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=40)),
                ('number', models.IntegerField()),
                ('pages', models.SmallIntegerField(help_text='Of the original.')),
                ('copies', models.SmallIntegerField()),
                ('fee_vnd', models.IntegerField(help_text='By the rule of the day; none: no rule.', null=True)),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certification', to='dossiers.dossier')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('unit', 'book', 'number'), name='certification_number_once'),
                    models.CheckConstraint(condition=models.Q(('copies__gte', 1), ('number__gte', 1), ('pages__gte', 1)), name='certification_counts'),
                    models.CheckConstraint(condition=models.Q(('book', ''), _negated=True), name='certification_has_book'),
                ],
            },
        ),
    ]
