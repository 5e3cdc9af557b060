"""Copies of personal data, erasures, and how long things are kept, behind the mall's walls."""

import uuid

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
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'May be taken back'), ('withdrawn', 'Taken back'), ('erased', 'Account erased, the rest kept by law'), ('done', 'Everything erased')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('acts_at', models.DateTimeField(verbose_name='erased from')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='account erased at')),
                ('kept_until', models.DateTimeField(null=True, verbose_name='the rest kept until')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'indexes': [models.Index(condition=models.Q(('state__in', ['asked', 'erased'])), fields=['mall', 'acts_at'], name='erasure_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'erased'])), fields=('mall', 'shopper'), name='one_live_erasure')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('asked', 'Being made'), ('ready', 'Ready'), ('over', 'Link is over')], default='asked', max_length=10, verbose_name='state')),
                ('subject', models.CharField(editable=False, max_length=80)),
                ('sealed', models.BinaryField(null=True)),
                ('size', models.PositiveIntegerField(default=0, verbose_name='bytes')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('ready_at', models.DateTimeField(null=True, verbose_name='ready at')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='link until')),
                ('taken_at', models.DateTimeField(null=True, verbose_name='last downloaded at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'copy of personal data',
                'verbose_name_plural': 'copies of personal data',
                'indexes': [models.Index(fields=['mall', 'shopper', '-id'], name='export_of_shopper')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'token'), name='export_token')],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keep_years', models.PositiveSmallIntegerField(default=3, verbose_name='years that dealings are kept')),
                ('undo_days', models.PositiveSmallIntegerField(default=7, verbose_name='days to take an erasure back')),
                ('link_days', models.PositiveSmallIntegerField(default=7, verbose_name='days that a copy can be downloaded')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'times of personal data',
                'verbose_name_plural': 'times of personal data',
                'constraints': [
                    models.UniqueConstraint(fields=('mall',), name='one_privacy_policy'),
                    models.CheckConstraint(condition=models.Q(('keep_years__gte', 3), ('keep_years__lte', 30), ('link_days__gte', 1), ('link_days__lte', 30), ('undo_days__lte', 15)), name='privacy_times_are_lawful'),
                ],
            },
        ),
        SecureMallTables('privacy', ['Erasure', 'Export', 'Policy']),
    ]
