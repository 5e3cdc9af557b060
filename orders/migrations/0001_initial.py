"""Carts, orders, packages, lines and the ledger that is only added to, behind the mall's walls."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('accounts', '0001_initial'),
        ('catalog', '0001_initial'),
        ('inventory', '0001_initial'),
        ('partners', '0001_initial'),
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Cart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'token'), name='cart_token'),
                    models.UniqueConstraint(fields=('mall', 'shopper'), name='one_cart_per_shopper'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CartLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('cart', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='orders.cart')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.sku')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'cart', 'sku'), name='one_line_per_sku'),
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='cart_quantity_positive'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, verbose_name='order number')),
                ('state', models.CharField(default='placed', max_length=20, verbose_name='state')),
                ('payment_state', models.CharField(default='pending', max_length=20, verbose_name='payment')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='goods')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='freight')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='discount')),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='tax')),
                ('total', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='total')),
                ('consignee', models.CharField(max_length=60, verbose_name='consignee')),
                ('phone', models.CharField(max_length=20, verbose_name='mobile number')),
                ('address', models.CharField(max_length=200, verbose_name='address')),
                ('district_code', models.CharField(blank=True, max_length=6)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('notice_version', models.CharField(blank=True, max_length=20)),
                ('notice_hash', models.CharField(blank=True, max_length=64)),
                ('notice_accepted_at', models.DateTimeField(null=True)),
                ('ip', models.GenericIPAddressField(null=True)),
                ('rule_version', models.CharField(blank=True, max_length=200)),
                ('placed_at', models.DateTimeField(verbose_name='placed at')),
                ('expires_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True, verbose_name='paid at')),
                ('closed_at', models.DateTimeField(null=True)),
                ('identity', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='orders', to='accounts.identity')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('risk', models.CharField(blank=True, db_default='', default='', max_length=10, verbose_name='risk')),
            ],
            options={
                'verbose_name': 'order',
                'verbose_name_plural': 'orders',
                'indexes': [
                    models.Index(fields=['mall', 'shopper', '-id'], name='order_of_shopper'),
                    models.Index(condition=models.Q(('state', 'placed')), fields=['mall', 'expires_at'], name='order_unpaid'),
                    models.Index(fields=['mall', 'phone', 'placed_at'], name='order_to_phone'),
                    models.Index(fields=['mall', 'address', 'placed_at'], name='order_to_address'),
                    models.Index(condition=models.Q(('device', ''), _negated=True), fields=['mall', 'device', 'placed_at'], name='order_from_device'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='order_number'),
                    models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('goods'), '+', models.F('freight')), '+', models.F('tax')), '-', models.F('discount')))), name='order_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, verbose_name='package number')),
                ('sequence', models.PositiveSmallIntegerField(default=1)),
                ('mode', models.CharField(max_length=20, verbose_name='mode')),
                ('port', models.CharField(max_length=40, verbose_name='port')),
                ('clearance', models.CharField(default='none', max_length=20, verbose_name='clearance')),
                ('fulfilment', models.CharField(default='pending', max_length=20, verbose_name='fulfilment')),
                ('reason_code', models.CharField(blank=True, max_length=30)),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='goods')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='freight')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='discount')),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='tax')),
                ('total', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='total')),
                ('tax_outcome', models.CharField(default='taxed', max_length=10)),
                ('tax_snapshot', models.JSONField(default=dict)),
                ('net_kg', models.DecimalField(decimal_places=4, default=0, max_digits=10)),
                ('gross_kg', models.DecimalField(decimal_places=4, default=0, max_digits=10)),
                ('list_number', models.CharField(blank=True, max_length=18, verbose_name='customs list number')),
                ('released_at', models.DateTimeField(null=True, verbose_name='released at')),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True, verbose_name='signed for at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='packages', to='orders.order')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.supplier')),
                ('warehouse', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inventory.warehouse')),
                ('mend', models.CharField(blank=True, max_length=20)),
                ('status', models.CharField(blank=True, max_length=10, verbose_name='customs status')),
                ('status_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('split_from', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='split_off', to='orders.package')),
            ],
            options={
                'verbose_name': 'package',
                'verbose_name_plural': 'packages',
                'indexes': [models.Index(fields=['mall', 'clearance', 'id'], name='package_clearance')],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='package_number'),
                    models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('goods'), '+', models.F('freight')), '+', models.F('tax')), '-', models.F('discount')))), name='package_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveSmallIntegerField()),
                ('sku_code', models.CharField(max_length=60)),
                ('title', models.JSONField(default=dict)),
                ('option', models.JSONField(default=dict)),
                ('picture', models.CharField(blank=True, max_length=200)),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='unit price')),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='amount')),
                ('dutiable_value', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='dutiable value')),
                ('duty', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='duty')),
                ('consumption_tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='consumption tax')),
                ('vat', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='VAT')),
                ('postal_tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='postal tax')),
                ('trade', models.JSONField(default=dict)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.sku')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='orders.order')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='orders.package')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='discount')),
                ('slug', models.CharField(blank=True, max_length=120)),
                ('bundle', models.JSONField(db_default={}, default=dict)),
            ],
            options={
                'verbose_name': 'order line',
                'verbose_name_plural': 'order lines',
                'ordering': ['sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'package', 'sequence'), name='one_line_per_place'),
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='line_quantity_positive'),
                    models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('unit_price'), '*', models.F('quantity')))), name='line_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('axis', models.CharField(max_length=20, verbose_name='axis')),
                ('event', models.CharField(max_length=40, verbose_name='event')),
                ('before', models.CharField(blank=True, max_length=20, verbose_name='before')),
                ('after', models.CharField(blank=True, max_length=20, verbose_name='after')),
                ('actor', models.CharField(max_length=60, verbose_name='actor')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='amount')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='ledger', to='orders.order')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='ledger', to='orders.package')),
                ('code', models.CharField(blank=True, max_length=30, verbose_name='code')),
            ],
            options={
                'verbose_name': 'ledger entry',
                'verbose_name_plural': 'ledger',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['mall', 'order', 'id'], name='ledger_of_order')],
            },
        ),
        SecureMallTables(
            'orders',
            ['Cart', 'CartLine', 'Order', 'Package', 'Line', 'LedgerEntry'],
            append_only=['LedgerEntry'],
        ),
    ]
