"""Payments, refunds, notices, and the gateways' and the bank's bills, behind the mall's walls."""

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
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('number', models.CharField(max_length=32, verbose_name='payment number')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('state', models.CharField(choices=[('pending', 'Waiting for payment'), ('paid', 'Paid'), ('late', 'Late or double, goes back'), ('closed', 'Closed'), ('refunded', 'Refunded')], default='pending', max_length=10, verbose_name='state')),
                ('code_url', models.CharField(blank=True, max_length=2000)),
                ('transaction_id', models.CharField(blank=True, max_length=64, verbose_name='transaction')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='paid at')),
                ('asked_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('order', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='payments', to='orders.order')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='payments', to='orders.package')),
                ('scene', models.CharField(default='qr', max_length=10, verbose_name='scene')),
                ('payer_sealed', models.BinaryField(null=True)),
                ('payer_subject', models.CharField(blank=True, db_default='', default='', editable=False, max_length=80)),
                ('row_key', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'number'), name='payment_number'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['pending', 'paid'])), fields=('mall', 'package'), name='one_live_payment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20)),
                ('event_id', models.CharField(max_length=80)),
                ('body_digest', models.CharField(max_length=64)),
                ('outcome', models.CharField(max_length=40)),
                ('received_at', models.DateTimeField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('payment', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='notices', to='payments.payment')),
                ('body', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'gateway', 'event_id'), name='one_notice_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, verbose_name='refund number')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('reason', models.CharField(max_length=80, verbose_name='reason')),
                ('state', models.CharField(choices=[('requested', 'Requested'), ('done', 'Done'), ('failed', 'Failed')], default='requested', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('payment', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='refunds', to='payments.payment')),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='bank reference')),
                ('says', models.CharField(blank=True, max_length=200, verbose_name='the gateway says')),
            ],
            options={
                'verbose_name': 'refund',
                'verbose_name_plural': 'refunds',
                'constraints': [models.UniqueConstraint(fields=('mall', 'number'), name='refund_number')],
            },
        ),
        migrations.CreateModel(
            name='BillCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('day', models.DateField(verbose_name='day')),
                ('payments', models.PositiveIntegerField(default=0, verbose_name='payments')),
                ('paid', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='paid')),
                ('refunds', models.PositiveIntegerField(default=0, verbose_name='refunds')),
                ('refunded', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='refunded')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'reconciliation',
                'verbose_name_plural': 'reconciliations',
                'constraints': [models.UniqueConstraint(fields=('mall', 'gateway', 'day'), name='one_check_a_day')],
            },
        ),
        migrations.CreateModel(
            name='BillLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('number', models.CharField(max_length=64, verbose_name='number')),
                ('transaction_id', models.CharField(blank=True, max_length=64, verbose_name='transaction')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('check_of', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='payments.billcheck')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'indexes': [models.Index(fields=['mall', 'number'], name='bill_line_number')],
            },
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unknown', 'Not ours'), ('not_recorded', 'Paid there, not here'), ('amount', 'Another amount'), ('not_in_bill', 'Paid here, not there'), ('refund_unknown', 'Refund not ours'), ('refund_open', 'Refunded there, not here'), ('refund_amount', 'Another refund amount'), ('refund_not_there', 'Refunded here, not there')], max_length=20, verbose_name='kind')),
                ('number', models.CharField(max_length=64, verbose_name='number')),
                ('ours', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='ours')),
                ('theirs', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='theirs')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                ('closed_by', models.CharField(blank=True, max_length=60, verbose_name='closed by')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='explanation')),
                ('check_of', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='breaks', to='payments.billcheck')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'difference',
                'verbose_name_plural': 'differences',
                'constraints': [models.UniqueConstraint(fields=('mall', 'check_of', 'kind', 'number'), name='one_break_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('request', 'Request'), ('response', 'Answer'), ('paid', 'Word that it was paid')], max_length=10, verbose_name='kind')),
                ('text', models.TextField()),
                ('at', models.DateTimeField(verbose_name='at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('payment', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='originals', to='payments.payment')),
            ],
            options={
                'verbose_name': 'original',
                'verbose_name_plural': 'originals',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='BankReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('payer', models.CharField(max_length=100, verbose_name='payer')),
                ('bank_reference', models.CharField(max_length=60, verbose_name='bank reference')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('state', models.CharField(choices=[('entered', 'To confirm'), ('confirmed', 'Confirmed'), ('rejected', 'Rejected')], default='entered', max_length=10, verbose_name='state')),
                ('entered_by', models.CharField(max_length=60, verbose_name='entered by')),
                ('decided_by', models.CharField(blank=True, max_length=60, verbose_name='decided by')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('payment', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='bank_receipts', to='payments.payment')),
            ],
            options={
                'verbose_name': 'bank receipt',
                'verbose_name_plural': 'bank receipts',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'rejected'), _negated=True), fields=('mall', 'bank_reference'), name='one_receipt_per_reference')],
            },
        ),
        SecureMallTables(
            'payments',
            ['Payment', 'Notice', 'Refund', 'BillCheck', 'BillLine', 'Break', 'Original', 'BankReceipt'],
            append_only=['BillLine', 'Original'],
        ),
    ]
