"""Longer terms that a procedure allows under a condition, granted to dossiers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0004_conditional_terms'),
        ('dossiers', '0010_calendar_editions'),
        ('organizations', '0005_lending'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lengthening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('promise', models.SmallIntegerField()),
                ('no', models.SmallIntegerField(help_text='In the order of granting, from 1.')),
                ('way', models.CharField(max_length=8)),
                ('limit', models.JSONField(help_text='TimeLimit, as the catalogue had it.')),
                ('text', models.TextField(help_text='The condition, as published.')),
                ('ground', models.TextField(help_text='Why it is met; the applicant reads it.')),
                ('was_at', models.DateTimeField(help_text='Due before it.')),
                ('now_at', models.DateTimeField(help_text='Due after it.')),
                ('at', models.DateTimeField()),
                ('history_seq', models.IntegerField(help_text='The act that granted it.')),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_ground', models.TextField(blank=True, default='')),
                ('taken_back_seq', models.IntegerField(help_text='The act that took it back.', null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='ledgerentry',
            name='ledger_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='ledgerentry',
            name='ledger_moved_by_a_calendar',
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='kind',
            field=models.CharField(choices=[('start', 'Start'), ('pause', 'Pause'), ('resume', 'Resume'), ('restart', 'Restart'), ('extend', 'Extend'), ('end', 'End'), ('calendar', 'Calendar'), ('lengthen', 'Lengthen'), ('shorten', 'Shorten')], max_length=8),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='now_at',
            field=models.DateTimeField(help_text='Due after it; the same when confirmed.', null=True),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='was_at',
            field=models.DateTimeField(help_text='Due before it was moved.', null=True),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'pause', 'resume', 'restart', 'extend', 'end', 'calendar', 'lengthen', 'shorten'])), name='ledger_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('kind', 'calendar'), ('now_at__isnull', False), ('was_at__isnull', False)), models.Q(models.Q(models.Q(('kind', 'lengthen'), ('now_at__gt', models.F('was_at'))), models.Q(('kind', 'shorten'), ('now_at__lte', models.F('was_at'))), _connector='OR'), ('edition__isnull', True), ('now_at__isnull', False), ('was_at__isnull', False)), models.Q(models.Q(('kind__in', ['calendar', 'lengthen', 'shorten']), _negated=True), ('edition__isnull', True), ('now_at__isnull', True), ('was_at__isnull', True)), _connector='OR'), name='ledger_moved_from_and_to'),
        ),
        migrations.AddField(
            model_name='lengthening',
            name='by_post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post'),
        ),
        migrations.AddField(
            model_name='lengthening',
            name='condition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.conditionalterm'),
        ),
        migrations.AddField(
            model_name='lengthening',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lengthenings', to='dossiers.dossier'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.UniqueConstraint(fields=('dossier', 'no'), name='lengthening_numbered'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('dossier', 'condition'), name='lengthening_once_a_condition'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ('added', 'instead'))), name='lengthening_way_known'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='lengthening_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.CheckConstraint(condition=models.Q(('now_at__gt', models.F('was_at'))), name='lengthening_is_later'),
        ),
        migrations.AddConstraint(
            model_name='lengthening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_ground', ''), ('taken_back_seq__isnull', True)), models.Q(('taken_back_at__gte', models.F('at')), ('taken_back_seq__gt', models.F('history_seq')), models.Q(('taken_back_ground', ''), _negated=True)), _connector='OR'), name='lengthening_taken_back_with_ground'),
        ),
    ]
