import django.db.models.deletion
import tenancy.fields
from django.db import migrations, models

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_walls'),
        ('tenancy', '0002_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='body',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='scene',
            field=models.CharField(default='qr', max_length=10, verbose_name='scene'),
        ),
        migrations.AddField(
            model_name='refund',
            name='bank_reference',
            field=models.CharField(blank=True, max_length=60, verbose_name='bank reference'),
        ),
        migrations.AddField(
            model_name='refund',
            name='says',
            field=models.CharField(blank=True, max_length=200, verbose_name='the gateway says'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='code_url',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AlterField(
            model_name='payment',
            name='state',
            field=models.CharField(choices=[('pending', 'Waiting for payment'), ('paid', 'Paid'), ('late', 'Late or double, goes back'), ('closed', 'Closed'), ('refunded', 'Refunded')], default='pending', max_length=10, verbose_name='state'),
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
        migrations.AddConstraint(
            model_name='billcheck',
            constraint=models.UniqueConstraint(fields=('mall', 'gateway', 'day'), name='one_check_a_day'),
        ),
        migrations.AddIndex(
            model_name='billline',
            index=models.Index(fields=['mall', 'number'], name='bill_line_number'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.UniqueConstraint(fields=('mall', 'check_of', 'kind', 'number'), name='one_break_per_number'),
        ),
        SecureMallTables(
            "payments",
            ["Original", "BankReceipt", "BillCheck", "BillLine", "Break"],
            append_only=["Original", "BillLine"],
        ),
    ]
