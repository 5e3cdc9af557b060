"""Stock and what moves it: it points to the catalogue's SKUs, whose products point to warehouses."""

import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    dependencies = [
        ('catalog', '0001_initial'),
        ('inventory', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Stock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.PositiveIntegerField(default=0, verbose_name='on hand')),
                ('reserved', models.PositiveIntegerField(default=0, verbose_name='reserved')),
                ('low_at', models.PositiveIntegerField(default=5, verbose_name='warn at')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='best before')),
                ('batch', models.CharField(blank=True, max_length=40, verbose_name='batch')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='stocks', to='catalog.sku')),
                ('warehouse', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='stocks', to='inventory.warehouse')),
                ('is_hot', models.BooleanField(default=False, verbose_name='rushed for')),
                ('location', models.CharField(blank=True, db_default='', default='', max_length=20, verbose_name='pick location')),
            ],
            options={
                'verbose_name': 'stock',
                'verbose_name_plural': 'stock',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'sku', 'warehouse'), name='one_stock_row'),
                    models.CheckConstraint(condition=models.Q(('on_hand__gte', models.F('reserved'))), name='never_oversold'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=60)),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('state', models.CharField(choices=[('held', 'Held'), ('consumed', 'Consumed'), ('released', 'Hold ended')], default='held', max_length=10)),
                ('expires_at', models.DateTimeField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('stock', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='reservations', to='inventory.stock')),
                ('holder', models.CharField(blank=True, max_length=60, verbose_name='held by')),
                ('in_slots', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'reservation',
                'verbose_name_plural': 'reservations',
                'indexes': [
                    models.Index(condition=models.Q(('state', 'held')), fields=['mall', 'expires_at'], name='reservation_held'),
                    models.Index(condition=models.Q(('state', 'held')), fields=['mall', 'holder'], name='reservation_of'),
                ],
                'constraints': [models.UniqueConstraint(fields=('mall', 'reference', 'stock'), name='one_hold_per_reference')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='batch')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='best before')),
                ('on_hand', models.PositiveIntegerField(default=0, verbose_name='on hand')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('stock', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='batches', to='inventory.stock')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(condition=models.Q(('on_hand__gt', 0)), fields=['mall', 'expires_on'], name='batch_near_expiry')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'stock', 'code'), name='one_batch_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Received'), ('reserved', 'Reserved'), ('released', 'Hold ended'), ('consumed', 'Shipped out'), ('returned', 'Returned'), ('counted', 'Stocktaking'), ('sent', 'Sent to another warehouse'), ('arrived', 'Came from another warehouse'), ('written_off', 'Written off'), ('pooled', 'Set aside for a rush'), ('unpooled', 'Back from a rush')], max_length=12, verbose_name='kind')),
                ('on_hand', models.IntegerField(default=0, verbose_name='on hand')),
                ('reserved', models.IntegerField(default=0, verbose_name='reserved')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference')),
                ('at', models.DateTimeField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('stock', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='movements', to='inventory.stock')),
                ('batch', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='movements', to='inventory.batch')),
            ],
            options={
                'verbose_name': 'stock movement',
                'verbose_name_plural': 'stock movements',
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('stock', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='slots', to='inventory.stock')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('reference', '')), fields=['mall', 'stock', 'id'], name='slot_free')],
            },
        ),
        migrations.CreateModel(
            name='FiledGoods',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('port', models.CharField(max_length=40, verbose_name='port')),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('sku', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.sku')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'port', 'sku'), name='goods_filed_once')],
            },
        ),
        SecureMallTables(
            'inventory',
            ['Stock', 'Reservation', 'Batch', 'Movement', 'Slot', 'FiledGoods'],
            append_only=['Movement'],
        ),
    ]
