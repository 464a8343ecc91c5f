import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0004_calendar_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='delegation',
            name='made_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='delegation',
            name='made_by_post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='taken_back_at',
            field=models.DateTimeField(help_text='From then on it counts no more.', null=True),
        ),
        migrations.AddField(
            model_name='delegation',
            name='taken_back_by_post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post'),
        ),
        migrations.RemoveConstraint(model_name='delegation', name='delegation_once_a_day'),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('taken_back_at__isnull', True)), expressions=[('from_post', '='), ('to_post', '='), ('valid', '&&')], name='delegation_once_a_day'),
        ),
    ]
