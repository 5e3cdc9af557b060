
import django.db.models.deletion
import django.db.models.expressions
import tenancy.fields
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orders', '0004_package_closed_at'),
        ('partners', '0004_trading_walls'),
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
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paid', 'Paid by the shopper'), ('cancelled', 'Cancelled'), ('earned', 'Received by the shopper'), ('refunded', 'Refunded'), ('adjusted', 'Adjusted'), ('paid_out', 'Paid to the supplier')], max_length=10, verbose_name='kind')),
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
            },
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('mall', 'number'), name='statement_number'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('mall', 'supplier', 'ends_on'), name='one_statement_per_period'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('payable', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('goods'), '+', models.F('freight')), '-', models.F('promotion')), '-', models.F('commission')), '-', models.F('claw_back')))), name='statement_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='period_has_days'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.UniqueConstraint(fields=('mall',), name='one_settlement_terms'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('supplier_share__gte', 0), ('supplier_share__lte', 1)), name='share_is_a_share'),
        ),
        migrations.AddIndex(
            model_name='voucher',
            index=models.Index(fields=['mall', 'supplier', 'due_on'], name='voucher_due'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('mall', 'reference'), name='one_voucher_per_event'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('cash', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('escrow'), '*', models.Value(-1)), '-', models.F('payable')), '-', models.F('commission_earned')), '-', models.F('tax_held')), '-', models.F('promotion_borne')), '-', models.F('loss')))), name='voucher_sums_to_zero'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(fields=('mall', 'voucher'), name='voucher_settled_once'),
        ),
    ]
