"""Rules of caution, the blacklist and cases to decide, behind the mall's walls."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('orders', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='BlacklistEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('account', 'Orders of one account'), ('phone', 'Orders to one telephone'), ('address', 'Orders to one address'), ('identity', 'Orders under one ID number'), ('device', 'Orders from one device')], max_length=20, verbose_name='kind')),
                ('value_key', models.CharField(editable=False, max_length=64)),
                ('shown', models.CharField(max_length=80, verbose_name='who or what')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('causes', models.CharField(choices=[('review', 'Look at it; it goes its way'), ('hold', 'Hold it until released'), ('refuse', 'Refuse the order')], default='refuse', max_length=10, verbose_name='consequence')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('added_by', models.CharField(max_length=60, verbose_name='added by')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted at')),
                ('lifted_by', models.CharField(blank=True, max_length=60, verbose_name='lifted by')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'blacklist entry',
                'verbose_name_plural': 'blacklist',
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('mall', 'kind', 'value_key'), name='one_entry_standing'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='blacklisted_with_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('causes', models.CharField(choices=[('review', 'Look at it; it goes its way'), ('hold', 'Hold it until released'), ('refuse', 'Refuse the order')], max_length=10, verbose_name='consequence')),
                ('state', models.CharField(choices=[('open', 'To decide'), ('released', 'Released'), ('refused', 'Refused, money back'), ('over', 'The order ended by itself')], default='open', max_length=10, verbose_name='state')),
                ('hits', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('decided_by', models.CharField(blank=True, max_length=60, verbose_name='decided by')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='risk_cases', to='orders.order')),
            ],
            options={
                'verbose_name': 'risk case',
                'verbose_name_plural': 'risk cases',
                'indexes': [models.Index(fields=['mall', 'state', 'id'], name='risk_case_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('mall', 'order'), name='one_open_case_per_order')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('account', 'Orders of one account'), ('phone', 'Orders to one telephone'), ('address', 'Orders to one address'), ('identity', 'Orders under one ID number'), ('device', 'Orders from one device'), ('id_reuse', 'Accounts that use one ID number'), ('payer', 'Payer is not the orderer')], max_length=20, verbose_name='kind')),
                ('most', models.PositiveIntegerField(default=5, verbose_name='at most')),
                ('hours', models.PositiveIntegerField(default=24, verbose_name='within hours')),
                ('causes', models.CharField(choices=[('review', 'Look at it; it goes its way'), ('hold', 'Hold it until released'), ('refuse', 'Refuse the order')], max_length=10, verbose_name='consequence')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'risk rule',
                'verbose_name_plural': 'risk rules',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'kind', 'causes'), name='one_rule_per_kind_and_consequence'),
                    models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('hours__lte', 8784)), name='window_of_a_year_at_most'),
                    models.CheckConstraint(condition=models.Q(('causes', 'refuse'), ('kind', 'payer'), _negated=True), name='money_in_is_not_refused'),
                ],
            },
        ),
        SecureMallTables('risk', ['BlacklistEntry', 'Case', 'Rule']),
    ]
