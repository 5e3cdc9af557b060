"""What a person used of the yearly allowance: sums above the malls, by an opaque key without foreign keys into a mall.

The entries are a mall's; their walls stand in 0002, beside the functions that see them all.
"""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0001_initial'),
    ]
    operations = [
        migrations.CreateModel(
            name='AllowanceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80, verbose_name='reference')),
                ('key', models.CharField(max_length=64)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('restored', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='given back')),
                ('goods', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('reserved', 'reserved'), ('counted', 'counted'), ('released', 'released'), ('expired', 'expired')], max_length=10, verbose_name='state')),
                ('reserved_at', models.DateTimeField(verbose_name='reserved at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'allowance entry',
                'verbose_name_plural': 'allowance entries',
                'indexes': [
                    models.Index(fields=['mall', 'key', 'year'], name='allowance_own_use'),
                    models.Index(condition=models.Q(('state', 'reserved')), fields=['key', 'year', 'expires_at'], name='allowance_expiring'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'ref'), name='one_entry_a_reference'),
                    models.CheckConstraint(condition=models.Q(('restored__gte', 0), ('restored__lte', models.F('amount'))), name='entry_restores_no_more'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AllowanceGoods',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('year', models.PositiveSmallIntegerField()),
                ('good', models.CharField(max_length=20)),
                ('held', models.DecimalField(decimal_places=3, max_digits=12)),
            ],
            options={
                'verbose_name': 'capped goods of a year',
                'verbose_name_plural': 'capped goods by year',
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'year', 'good'), name='one_good_a_year'),
                    models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='goods_not_negative'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AllowanceReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80, verbose_name='reference')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('at', models.DateTimeField(verbose_name='accepted at')),
                ('entry', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='allowance.allowanceentry')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'allowance given back',
                'verbose_name_plural': 'allowances given back',
                'constraints': [models.UniqueConstraint(fields=('mall', 'ref'), name='one_restoring_a_reference')],
            },
        ),
        migrations.CreateModel(
            name='AllowanceYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('year', models.PositiveSmallIntegerField()),
                ('held', models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                'verbose_name': 'allowance of a year',
                'verbose_name_plural': 'allowances by year',
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'year'), name='one_allowance_a_year'),
                    models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='allowance_not_negative'),
                ],
            },
        ),
    ]
