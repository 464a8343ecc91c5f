"""Standings of dossiers and spans of work: what figures are counted from."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DossierStanding',
            fields=[
                ('pk', models.CompositePrimaryKey('year', 'dossier_id', 'no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('year', models.SmallIntegerField()),
                ('dossier_id', models.BigIntegerField()),
                ('no', models.SmallIntegerField()),
                ('standing', models.CharField(choices=[('working', 'Đang giải quyết'), ('supplement', 'Chờ công dân bổ sung giấy tờ'), ('applicant', 'Chờ công dân'), ('finance', 'Chờ thực hiện nghĩa vụ tài chính'), ('external', 'Chờ cơ quan khác'), ('done', 'Đã xử lý xong'), ('refused', 'Trả lại, từ chối giải quyết'), ('withdrawn', 'Công dân rút hồ sơ'), ('stopped', 'Dừng giải quyết')], max_length=12)),
                ('outcome', models.CharField(blank=True, help_text='Of what was decided.', max_length=10)),
                ('verdict', models.CharField(blank=True, choices=[('early', 'Trước hạn'), ('on_time', 'Đúng hạn'), ('late', 'Quá hạn')], max_length=8)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('known_on', models.DateField()),
                ('known_until_on', models.DateField(null=True)),
                ('due_on', models.DateField(help_text='Of the promise that ran then.', null=True)),
                ('worked_minutes', models.IntegerField(help_text='Working minutes on the clock until its end; null while open.', null=True)),
                ('returned_minutes', models.IntegerField(help_text='Wall-clock minutes from reception until the result was handed over.', null=True)),
                ('has_file', models.BooleanField(help_text="The result's document is there.", null=True)),
                ('received_on', models.DateField()),
                ('deciding_unit_id', models.BigIntegerField()),
                ('received_unit_id', models.BigIntegerField()),
                ('field_code', models.CharField(max_length=40)),
                ('procedure_code', models.CharField(blank=True, max_length=40)),
                ('procedure_version_id', models.BigIntegerField()),
                ('case_id', models.BigIntegerField(null=True)),
                ('channel', models.CharField(max_length=12)),
                ('level', models.CharField(blank=True, max_length=20)),
                ('online_level', models.CharField(blank=True, max_length=20)),
                ('commune_id', models.BigIntegerField(null=True)),
                ('financial_obligation', models.BooleanField()),
                ('guided_online', models.BooleanField()),
                ('received_by_post_id', models.BigIntegerField()),
                ('submitter_id', models.BigIntegerField()),
                ('units', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Whose people may see it.', size=None)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('no', 1)), fields=['received_on'], name='standing_received'), models.Index(condition=models.Q(('standing__in', ('done', 'refused', 'withdrawn', 'stopped'))), fields=['from_on'], name='standing_ended'), django.contrib.postgres.indexes.GistIndex(models.Func(models.F('from_on'), models.F('until_on'), function='daterange'), condition=models.Q(('standing__in', ('working', 'supplement', 'applicant', 'finance', 'external'))), name='standing_open_on_day'), models.Index(condition=models.Q(('known_until_on__isnull', False), ('standing__in', ('working', 'supplement', 'applicant', 'finance', 'external'))), fields=['known_until_on'], name='standing_open_known'), models.Index(condition=models.Q(('standing__in', ('done', 'refused', 'withdrawn', 'stopped')), ('until_on__isnull', False)), fields=['until_on'], name='standing_undone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('standing__in', ['working', 'supplement', 'applicant', 'finance', 'external', 'done', 'refused', 'withdrawn', 'stopped'])), name='standing_known'), models.CheckConstraint(condition=models.Q(models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), models.Q(('known_until_on__isnull', True), ('known_until_on__gte', models.F('known_on')), _connector='OR')), name='standing_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'done'), ('verdict__in', ['early', 'on_time', 'late'])), models.Q(models.Q(('standing', 'done'), _negated=True), ('verdict', '')), _connector='OR'), name='standing_judged_iff_done')],
            },
        ),
        migrations.CreateModel(
            name='WorkSpan',
            fields=[
                ('pk', models.CompositePrimaryKey('year', 'dossier_id', 'item_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('year', models.SmallIntegerField()),
                ('dossier_id', models.BigIntegerField()),
                ('item_id', models.BigIntegerField()),
                ('kind', models.CharField(help_text='task or wait.', max_length=4)),
                ('definition_id', models.BigIntegerField()),
                ('node_id', models.CharField(max_length=100)),
                ('step_name', models.TextField()),
                ('step_kind', models.CharField(blank=True, max_length=20)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('post_id', models.BigIntegerField(help_text='Who finished it, else who holds it.', null=True)),
                ('opened_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('finished_on', models.DateField(null=True)),
                ('ended_as', models.CharField(help_text='open, done, sent_back or cancelled.', max_length=10)),
                ('due_at', models.DateTimeField(null=True)),
                ('allotted_minutes', models.IntegerField(help_text='Working minutes.', null=True)),
                ('worked_minutes', models.IntegerField(help_text='Working minutes; null while open.', null=True)),
                ('in_time', models.BooleanField(help_text='Null while open, or where none is printed.', null=True)),
                ('deciding_unit_id', models.BigIntegerField()),
                ('field_code', models.CharField(max_length=40)),
                ('procedure_code', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(max_length=12)),
                ('level', models.CharField(blank=True, max_length=20)),
                ('units', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished_on__isnull', False)), fields=['finished_on'], name='span_finished'), models.Index(condition=models.Q(('finished_at__isnull', True)), fields=['opened_at'], name='span_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('finished_at__gte', models.F('opened_at')), _connector='OR'), name='span_ends_after_it_opened'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('finished_on__isnull', True), ('in_time__isnull', True)), models.Q(('finished_at__isnull', False), ('finished_on__isnull', False)), _connector='OR'), name='span_measured_when_finished')],
            },
        ),
    ]
