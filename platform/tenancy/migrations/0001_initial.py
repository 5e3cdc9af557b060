"""Malls, their hosts, keys and secrets. Their walls stand in 0002, beside the function that opens a mall."""

import django.db.models.deletion
from django.db import migrations, models

from tenancy.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name='Mall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('slogan', models.CharField(blank=True, max_length=200, verbose_name='slogan')),
                ('slogan_zh_hans', models.CharField(blank=True, max_length=200, null=True, verbose_name='slogan')),
                ('slogan_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='slogan')),
                ('state', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=10)),
                ('company_code', models.CharField(blank=True, max_length=18, verbose_name='company code')),
                ('company_name', models.CharField(blank=True, max_length=100, verbose_name='company name')),
                ('licence', models.CharField(blank=True, max_length=300, verbose_name='licence line')),
                ('brand_colour', models.CharField(default='#0B6E6E', max_length=7, verbose_name='brand colour')),
                ('accent_colour', models.CharField(default='#FFB703', max_length=7, verbose_name='accent colour')),
                ('content_version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'mall',
                'verbose_name_plural': 'malls',
            },
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, unique=True, verbose_name='host')),
                ('is_primary', models.BooleanField(default=False)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='domains', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'domain',
                'verbose_name_plural': 'domains',
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80)),
                ('wrapped', models.BinaryField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('shredded_at', models.DateTimeField(blank=True, null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'subject'), name='one_data_key_per_subject')],
            },
        ),
        migrations.CreateModel(
            name='MallKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.BinaryField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall',), name='one_key_per_mall')],
            },
        ),
        migrations.CreateModel(
            name='MallSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('sealed', models.BinaryField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'name'), name='one_secret_per_name')],
            },
        ),
    ]
