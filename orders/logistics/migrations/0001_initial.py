"""Waybills, their tracking, carriers' pushes, lanes and silent parcels, behind the mall's walls."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import orders.logistics.models
import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('inventory', '0001_initial'),
        ('orders', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Waybill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(max_length=20, verbose_name='carrier')),
                ('carrier_code', models.CharField(max_length=18)),
                ('carrier_name', models.CharField(max_length=100)),
                ('number', models.CharField(max_length=40, verbose_name='waybill number')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='waybills', to='orders.package')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='cancelled at')),
                ('asked_at', models.DateTimeField(null=True)),
                ('leg', models.CharField(choices=[('overseas', 'Abroad'), ('domestic', 'In China')], db_default='domestic', default='domestic', max_length=10, verbose_name='leg')),
                ('sorting_code', models.CharField(blank=True, db_default='', max_length=30, verbose_name='sorting code')),
                ('token', models.CharField(blank=True, db_default='', default=orders.logistics.models.new_token, editable=False, max_length=32)),
                ('tracked_by', models.CharField(blank=True, db_default='', max_length=20)),
                ('travels_with', tenancy.fields.MallForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='parcel', to='logistics.waybill')),
            ],
            options={
                'verbose_name': 'waybill',
                'verbose_name_plural': 'waybills',
                'indexes': [
                    models.Index(fields=['mall', 'number'], name='waybill_by_number'),
                    models.Index(condition=models.Q(('travels_with__isnull', False)), fields=['mall', 'travels_with'], name='waybills_of_parcel'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'package', 'leg'), name='one_waybill_per_leg'),
                    models.UniqueConstraint(condition=models.Q(('token', ''), _negated=True), fields=('mall', 'token'), name='waybill_token'),
                    models.UniqueConstraint(condition=models.Q(('travels_with', None), ('travels_with', models.F('id')), _connector='OR'), fields=('mall', 'number'), name='waybill_number'),
                ],
                'ordering': ['leg', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrackingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='step')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('source', models.CharField(max_length=20)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('waybill', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='logistics.waybill')),
                ('place_en', models.CharField(blank=True, db_default='', max_length=80)),
            ],
            options={
                'verbose_name': 'tracking event',
                'verbose_name_plural': 'tracking events',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('mall', 'waybill', 'code', 'at'), name='one_tracking_event')],
            },
        ),
        migrations.CreateModel(
            name='CarrierCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(max_length=20)),
                ('after', models.BigIntegerField(default=0)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'carrier'), name='one_cursor_per_carrier')],
            },
        ),
        migrations.CreateModel(
            name='CarrierPush',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20, verbose_name='from')),
                ('digest', models.CharField(max_length=64)),
                ('body', models.TextField(verbose_name='body')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='outcome')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': "carrier's push",
                'verbose_name_plural': "carriers' pushes",
                'constraints': [models.UniqueConstraint(fields=('mall', 'source', 'digest'), name='one_carrier_push')],
            },
        ),
        migrations.CreateModel(
            name='LaneDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(max_length=20, verbose_name='mode')),
                ('port', models.CharField(blank=True, max_length=40, verbose_name='port')),
                ('province', models.CharField(blank=True, max_length=2, verbose_name='province')),
                ('parcels', models.PositiveIntegerField(verbose_name='parcels')),
                ('p50', models.PositiveSmallIntegerField(verbose_name='half within, days')),
                ('p90', models.PositiveSmallIntegerField(verbose_name='nine in ten within, days')),
                ('promised', models.PositiveSmallIntegerField(verbose_name='promised days')),
                ('on_time', models.PositiveIntegerField(verbose_name='on time')),
                ('measured_at', models.DateTimeField(verbose_name='measured at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('warehouse', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lanes', to='inventory.warehouse')),
            ],
            options={
                'verbose_name': 'lane',
                'verbose_name_plural': 'lanes',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'warehouse', 'mode', 'port', 'province'), name='one_lane'),
                    models.CheckConstraint(condition=models.Q(('on_time__lte', models.F('parcels'))), name='lane_adds_up'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Patience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('overseas', models.PositiveSmallIntegerField(default=72, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='hours abroad')),
                ('customs', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='hours at customs')),
                ('domestic', models.PositiveSmallIntegerField(default=36, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='hours in China')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'hours until an alarm',
                'verbose_name_plural': 'hours until an alarm',
                'constraints': [
                    models.UniqueConstraint(fields=('mall',), name='one_patience'),
                    models.CheckConstraint(condition=models.Q(('customs__gte', 1), ('domestic__gte', 1), ('overseas__gte', 1)), name='patience_ends'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leg', models.CharField(choices=[('overseas', 'Abroad'), ('customs', 'Customs clearance'), ('domestic', 'In China')], max_length=10, verbose_name='leg')),
                ('since', models.DateTimeField(verbose_name='last heard of')),
                ('raised_at', models.DateTimeField(verbose_name='raised at')),
                ('over_at', models.DateTimeField(null=True, verbose_name='over at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('package', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='silences', to='orders.package')),
            ],
            options={
                'verbose_name': 'silent parcel',
                'verbose_name_plural': 'silent parcels',
                'indexes': [models.Index(condition=models.Q(('over_at', None)), fields=['mall', 'since'], name='silence_open')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'package', 'leg', 'since'), name='one_alarm_per_silence')],
            },
        ),
        SecureMallTables(
            'logistics',
            ['Waybill', 'TrackingEvent', 'CarrierCursor', 'CarrierPush', 'LaneDays', 'Patience', 'Silence'],
            append_only=['TrackingEvent'],
        ),
    ]
