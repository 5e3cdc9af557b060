"""Messages to people, behind the mall's walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('occasion', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(verbose_name='text')),
                ('link', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(verbose_name='sent at')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('context', models.JSONField(db_default={}, default=dict)),
            ],
            options={
                'verbose_name': 'message to a person',
                'verbose_name_plural': 'messages to people',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['mall', 'user', '-id'], name='message_of_user')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'user', 'kind', 'occasion'), name='one_message')],
            },
        ),
        SecureMallTables('notifications', ['Message']),
    ]
