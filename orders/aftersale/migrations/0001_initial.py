"""Requests after the sale, their pictures and disputes, behind the mall's walls."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from decimal import Decimal
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('orders', '0001_initial'),
        ('payments', '0001_initial'),
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, verbose_name='request number')),
                ('kind', models.CharField(choices=[('refund', 'Refund only'), ('return', 'Return and refund'), ('exchange', 'Exchange')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(default='requested', max_length=20, verbose_name='state')),
                ('reason', models.CharField(choices=[('change_of_mind', 'I changed my mind'), ('not_as_described', 'Not as described'), ('damaged', 'Damaged or leaking'), ('wrong_item', 'Not what I ordered'), ('short_dated', 'Expired or about to expire'), ('missing', 'Something is missing'), ('never_came', 'Marked as delivered, but it never came'), ('lost', 'Lost on the way'), ('customs', 'Returned by customs')], max_length=20, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='what the shopper says')),
                ('reply', models.CharField(blank=True, max_length=1000, verbose_name='what the mall says')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='goods')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='discount')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='freight')),
                ('tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='tax')),
                ('tax_kept', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='tax not given back')),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='amount')),
                ('tax_from', models.CharField(max_length=10, verbose_name='tax given back by')),
                ('apply_by', models.DateField(null=True, verbose_name='customs: ask by')),
                ('back_by', models.DateField(null=True, verbose_name='customs: goods back by')),
                ('acts_by', models.DateTimeField(null=True, verbose_name='to be done by')),
                ('appealed', models.BooleanField(default=False)),
                ('carrier', models.CharField(blank=True, max_length=60, verbose_name='carrier')),
                ('waybill', models.CharField(blank=True, max_length=40, verbose_name='waybill number')),
                ('sent_carrier', models.CharField(blank=True, max_length=60, verbose_name='carrier of the replacement')),
                ('sent_waybill', models.CharField(blank=True, max_length=40, verbose_name='waybill of the replacement')),
                ('fate', models.CharField(blank=True, choices=[('', 'Not decided'), ('restock', 'Back on the shelf'), ('destroy', 'Destroyed')], max_length=10, verbose_name='fate of the goods')),
                ('approved_by', models.CharField(blank=True, max_length=60)),
                ('settled_by', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField(verbose_name='asked for at')),
                ('received_at', models.DateTimeField(null=True, verbose_name='goods received at')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='aftersale_requests', to='orders.order')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='aftersale_requests', to='orders.package')),
                ('refund', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='aftersale_requests', to='payments.refund')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'after-sale request',
                'verbose_name_plural': 'after-sale requests',
                'indexes': [
                    models.Index(condition=models.Q(('acts_by__isnull', False)), fields=['mall', 'acts_by'], name='aftersale_due'),
                    models.Index(fields=['mall', 'shopper', '-id'], name='aftersale_of_shopper'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='aftersale_number'),
                    models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('goods'), '-', models.F('discount')), '+', models.F('freight')), '+', models.F('tax')))), name='aftersale_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('content', models.BinaryField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('request', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='pictures', to='aftersale.request')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'request', 'position'), name='one_picture_per_place')],
            },
        ),
        migrations.CreateModel(
            name='RequestLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('goods', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='goods')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='discount')),
                ('duty', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='duty')),
                ('consumption_tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='consumption tax')),
                ('vat', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='VAT')),
                ('postal_tax', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='postal tax')),
                ('dutiable_value', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='dutiable value')),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='freight')),
                ('line', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='aftersale_lines', to='orders.line')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('request', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='aftersale.request')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'request', 'line'), name='one_aftersale_line'),
                    models.CheckConstraint(condition=models.Q(('pieces__gte', 1)), name='aftersale_pieces_positive'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer_hours', models.PositiveSmallIntegerField(default=48, verbose_name='hours to answer a request')),
                ('send_days', models.PositiveSmallIntegerField(default=7, verbose_name='days for the shopper to send goods back')),
                ('receive_days', models.PositiveSmallIntegerField(default=10, verbose_name='days to check goods that came back')),
                ('mind_days', models.PositiveSmallIntegerField(default=7, verbose_name="days to change one's mind after delivery")),
                ('fault_days', models.PositiveSmallIntegerField(default=30, verbose_name='days to report a fault after delivery')),
                ('second_above', models.DecimalField(decimal_places=2, default=Decimal('1000.00'), max_digits=12, verbose_name='a second operator above (yuan)')),
                ('return_address', models.CharField(blank=True, max_length=300, verbose_name='return address')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'after-sale policy',
                'verbose_name_plural': 'after-sale policy',
                'constraints': [
                    models.UniqueConstraint(fields=('mall',), name='one_aftersale_policy'),
                    models.CheckConstraint(condition=models.Q(('answer_hours__gte', 1), ('mind_days__gte', 7), ('receive_days__gte', 1), ('send_days__gte', 1)), name='aftersale_clocks_run'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='dispute number')),
                ('source', models.CharField(choices=[('gateway', 'Complaint at the gateway'), ('authority', 'Complaint at an authority (12315)'), ('shopper', 'The shopper, to us')], max_length=10, verbose_name='raised by')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='their reference')),
                ('words', models.CharField(max_length=1000, verbose_name='what it is about')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('state', models.CharField(choices=[('open', 'To decide'), ('paid', 'Paid by the mall, to settle with the supplier'), ('clawed_back', 'Clawed back from the supplier'), ('borne', 'Borne by the mall'), ('rejected', 'Rejected')], default='open', max_length=12, verbose_name='state')),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='what the supplier says')),
                ('answer_by', models.DateTimeField(null=True, verbose_name='supplier to answer by')),
                ('decision', models.CharField(blank=True, max_length=1000, verbose_name='why so decided')),
                ('opened_by', models.CharField(max_length=60)),
                ('paid_by', models.CharField(blank=True, max_length=60)),
                ('decided_by', models.CharField(blank=True, max_length=60)),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='paid at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='disputes', to='orders.order')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='disputes', to='orders.package')),
                ('refund', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='disputes', to='payments.refund')),
            ],
            options={
                'verbose_name': 'dispute',
                'verbose_name_plural': 'disputes',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='dispute_number'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'paid'])), fields=('mall', 'package'), name='one_dispute_standing'),
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='dispute_above_nothing'),
                ],
            },
        ),
        SecureMallTables('aftersale', ['Request', 'Picture', 'RequestLine', 'Policy', 'Dispute']),
    ]
