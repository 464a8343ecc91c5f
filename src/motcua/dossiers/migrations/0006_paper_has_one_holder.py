import django.db.models.deletion
import motcua.kernel.ids
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0005_at_once_and_anywhere'),
        ('organizations', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='HandoverList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', motcua.kernel.ids.PublicIdField(default=motcua.kernel.ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('from_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                ('to_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                ('year', models.SmallIntegerField(help_text='Vietnamese year in which it was made.')),
                ('number', models.IntegerField(help_text='Within the giving unit and the year, from 1.')),
                ('made_at', models.DateTimeField()),
                ('made_by_post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
            ],
            options={
                'indexes': [models.Index(fields=['from_unit', '-made_at'], name='handover_list_given')],
                'constraints': [
                    models.UniqueConstraint(fields=('from_unit', 'year', 'number'), name='handover_list_numbered'),
                    models.CheckConstraint(condition=~Q(from_unit=F('to_unit')), name='handover_list_between_two'),
                ],
            },
        ),
        migrations.AddField(
            model_name='handover',
            name='on_list',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='dossiers.handoverlist'),
        ),
        migrations.AddField(
            model_name='handover',
            name='taken_back_at',
            field=models.DateTimeField(help_text='The giver kept, or found, it.', null=True),
        ),
        migrations.AddField(
            model_name='handover',
            name='taken_back_by_post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post'),
        ),
        migrations.CreateModel(
            name='PaperFile',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='paper_file', serialize=False, to='dossiers.dossier')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                ('since', models.DateTimeField()),
                ('handover', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.handover')),
                ('shelf', models.CharField(blank=True, help_text='Where it lies in the unit.', max_length=60)),
                ('shelf_folded', models.CharField(blank=True, max_length=60)),
                ('kept', models.BooleanField(default=False, help_text='Stays on file with the unit; the result goes back without it.')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'shelf_folded'], name='paper_file_shelf')],
                'constraints': [
                    models.CheckConstraint(condition=Q(handover__isnull=True) | Q(shelf='', kept=False), name='paper_file_on_its_way_lies_nowhere'),
                ],
            },
        ),
    ]
