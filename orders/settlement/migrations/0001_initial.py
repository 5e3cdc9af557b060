"""Terms, vouchers and statements of suppliers, costs and supply prices, behind the mall's walls."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import tenancy.fields
from decimal import Decimal
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('catalog', '0001_initial'),
        ('orders', '0001_initial'),
        ('partners', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='statement number')),
                ('begins_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='goods')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='freight')),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='tax collected')),
                ('promotion', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='promotion share')),
                ('commission', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='commission')),
                ('claw_back', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='claw-backs')),
                ('refunds', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='of which refunds')),
                ('payable', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='payable')),
                ('state', models.CharField(choices=[('drawn', 'To confirm'), ('disputed', 'Disputed'), ('confirmed', 'Confirmed'), ('paid', 'Paid')], default='drawn', max_length=10, verbose_name='state')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what the supplier says')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='what the mall answers')),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='bank reference')),
                ('confirmed_by', models.CharField(blank=True, max_length=60)),
                ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='paid at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='statements', to='partners.supplier')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='statement_number'),
                    models.UniqueConstraint(fields=('mall', 'supplier', 'ends_on'), name='one_statement_per_period'),
                    models.CheckConstraint(condition=models.Q(('payable', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('goods'), '+', models.F('freight')), '-', models.F('promotion')), '-', models.F('commission')), '-', models.F('claw_back')))), name='statement_adds_up'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='period_has_days'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier_share', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=5, verbose_name='share of discounts borne by the supplier')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'settlement terms',
                'verbose_name_plural': 'settlement terms',
                'constraints': [
                    models.UniqueConstraint(fields=('mall',), name='one_settlement_terms'),
                    models.CheckConstraint(condition=models.Q(('supplier_share__gte', 0), ('supplier_share__lte', 1)), name='share_is_a_share'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paid', 'Paid by the shopper'), ('cancelled', 'Cancelled'), ('earned', 'Received by the shopper'), ('refunded', 'Refunded'), ('adjusted', 'Adjusted'), ('paid_out', 'Paid to the supplier'), ('advanced', 'Paid to the shopper by the mall first'), ('clawed', 'Clawed back after a dispute')], max_length=10, verbose_name='kind')),
                ('reference', models.CharField(max_length=60, verbose_name='reference')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='goods')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='freight')),
                ('promotion', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='promotion share')),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='tax collected')),
                ('commission', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='commission')),
                ('claw_back', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='claw-back')),
                ('cash', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='At the gateways')),
                ('escrow', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Held until receipt')),
                ('payable', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Owed to suppliers')),
                ('commission_earned', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Commission')),
                ('tax_held', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Tax collected')),
                ('promotion_borne', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Promotions borne by the mall')),
                ('loss', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Losses')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('due_on', models.DateField(null=True, verbose_name='may be settled from')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='vouchers', to='orders.package')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.supplier')),
            ],
            options={
                'verbose_name': 'voucher',
                'verbose_name_plural': 'vouchers',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['mall', 'supplier', 'due_on'], name='voucher_due')],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'reference'), name='one_voucher_per_event'),
                    models.CheckConstraint(condition=models.Q(('cash', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('escrow'), '*', models.Value(-1)), '-', models.F('payable')), '-', models.F('commission_earned')), '-', models.F('tax_held')), '-', models.F('promotion_borne')), '-', models.F('loss')))), name='voucher_sums_to_zero'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('statement', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='settlement.statement')),
                ('voucher', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='statement_lines', to='settlement.voucher')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('mall', 'voucher'), name='voucher_settled_once')],
            },
        ),
        migrations.CreateModel(
            name='LockedCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('unit_cost', models.DecimalField(decimal_places=4, max_digits=12, verbose_name='cost of one piece')),
                ('quantity', models.PositiveIntegerField(verbose_name='pieces')),
                ('rate', models.DecimalField(decimal_places=8, max_digits=18, verbose_name='rate with margin')),
                ('bare', models.DecimalField(decimal_places=8, max_digits=18, verbose_name='rate as published')),
                ('margin', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='margin, per cent')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='source of the rate')),
                ('rate_day', models.DateField(verbose_name='day of the rate')),
                ('yuan', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='cost in yuan')),
                ('locked_at', models.DateTimeField(verbose_name='locked at')),
                ('line', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='locked_costs', to='orders.line')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='locked_costs', to='orders.package')),
            ],
            options={
                'verbose_name': 'locked cost',
                'verbose_name_plural': 'locked costs',
                'constraints': [models.UniqueConstraint(fields=('mall', 'line'), name='cost_locked_once')],
            },
        ),
        migrations.CreateModel(
            name='SupplyPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('cost', models.DecimalField(decimal_places=4, max_digits=12, verbose_name='cost of one piece')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='supply_prices', to='catalog.sku')),
            ],
            options={
                'verbose_name': 'supply price',
                'verbose_name_plural': 'supply prices',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'sku', 'valid_from'), name='one_supply_price_per_day'),
                    models.CheckConstraint(condition=models.Q(('cost__gt', 0)), name='supply_price_above_nothing'),
                ],
            },
        ),
        SecureMallTables(
            'settlement',
            ['Statement', 'Terms', 'Voucher', 'StatementLine', 'LockedCost', 'SupplyPrice'],
            append_only=['Voucher', 'StatementLine', 'LockedCost'],
        ),
    ]
