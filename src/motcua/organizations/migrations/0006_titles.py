import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0005_lending'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Title',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('standing', models.CharField(choices=[('head', 'Người đứng đầu'), ('acting', 'Quyền người đứng đầu'), ('deputy', 'Cấp phó')], max_length=10)),
                ('name', models.CharField(help_text='As the decision of appointment says it.', max_length=120)),
                ('head_title', models.CharField(max_length=120)),
                ('collective', models.CharField(blank=True, max_length=120)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('standing__in', ['head', 'acting', 'deputy'])), name='title_standing_known'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('head_title', ''), _negated=True)), name='title_says_something'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('standing', 'deputy'), _negated=True), ('head_title', models.F('name'))), models.Q(('standing', 'deputy'), models.Q(('head_title', models.F('name')), _negated=True)), _connector='OR'), name='title_deputy_is_no_head'), models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='title_valid_not_empty'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('unit', '='), ('valid', '&&')], name='title_once_a_day'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('standing__in', ('head', 'acting'))), expressions=[('unit', '='), ('valid', '&&')], name='title_one_head_a_day')],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER renew_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
            " ON organizations_title FOR EACH STATEMENT"
            " EXECUTE FUNCTION organizations_renew_version()",
            "DROP TRIGGER renew_version ON organizations_title",
        ),
    ]
