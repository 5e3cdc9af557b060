"""Warehouses, what they ask for freight, and the ports and account books open to them, behind the mall's walls."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('partners', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='OpenPort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('port', models.CharField(max_length=40, verbose_name='port')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('wants_filing', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'port'), name='one_open_port')],
            },
        ),
        migrations.CreateModel(
            name='FreightTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('counts_by', models.CharField(choices=[('weight', 'By weight'), ('volume', 'By weight or volume, whichever is greater'), ('pieces', 'By pieces')], default='weight', max_length=8, verbose_name='how it is counted')),
                ('divisor', models.PositiveIntegerField(default=6000, validators=[django.core.validators.MinValueValidator(1000), django.core.validators.MaxValueValidator(20000)], verbose_name='cm³ for one kg of volume')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'freight template',
                'verbose_name_plural': 'freight templates',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'name'), name='freight_template_name'),
                    models.CheckConstraint(condition=models.Q(('divisor__gte', 1000), ('divisor__lte', 20000)), name='freight_divisor_sane'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Warehouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('bonded', 'Bonded'), ('overseas', 'Overseas'), ('domestic', 'Domestic'), ('store', 'Store')], max_length=10, verbose_name='kind')),
                ('country', models.CharField(default='CN', max_length=2, verbose_name='country')),
                ('port', models.CharField(blank=True, max_length=40, verbose_name='port')),
                ('account_book', models.CharField(blank=True, max_length=30, verbose_name='account book')),
                ('days_min', models.PositiveSmallIntegerField(default=2)),
                ('days_max', models.PositiveSmallIntegerField(default=4)),
                ('freight', models.DecimalField(decimal_places=2, default=0, max_digits=8, verbose_name='freight')),
                ('free_freight_from', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('measured_days', models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict)),
                ('freight_template', tenancy.fields.MallForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='warehouses', to='inventory.freighttemplate', verbose_name='freight template')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed at')),
                ('supplier', tenancy.fields.MallForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='warehouses', to='partners.supplier', verbose_name='supplier')),
            ],
            options={
                'verbose_name': 'warehouse',
                'verbose_name_plural': 'warehouses',
                'constraints': [models.UniqueConstraint(fields=('mall', 'code'), name='warehouse_code')],
            },
        ),
        migrations.CreateModel(
            name='FreightZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provinces', models.CharField(blank=True, help_text='First two digits of their codes with blanks between: 31 Shanghai, 33 Zhejiang. Empty: everywhere else.', max_length=120, verbose_name='provinces')),
                ('delivers', models.BooleanField(default=True, verbose_name='is delivered to')),
                ('first', models.DecimalField(decimal_places=2, default=1, max_digits=8, verbose_name='first kg or pieces')),
                ('first_fee', models.DecimalField(decimal_places=2, default=0, max_digits=8, verbose_name='fee of the first, yuan')),
                ('next', models.DecimalField(decimal_places=2, default=1, max_digits=8, verbose_name='each further kg or pieces')),
                ('next_fee', models.DecimalField(decimal_places=2, default=0, max_digits=8, verbose_name='fee of each further, yuan')),
                ('free_from', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='free from goods of, yuan')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('template', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='zones', to='inventory.freighttemplate', verbose_name='freight template')),
            ],
            options={
                'verbose_name': 'freight zone',
                'verbose_name_plural': 'freight zones',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__gte', 0), ('first_fee__gte', 0), ('next__gt', 0), ('next_fee__gte', 0)), name='freight_fees_sane')],
            },
        ),
        migrations.CreateModel(
            name='ZoneBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, verbose_name='account book')),
                ('valid_until', models.DateField(null=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'number'), name='one_zone_book')],
            },
        ),
        migrations.CreateModel(
            name='ZoneBookLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30)),
                ('hs_code', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=250)),
                ('unit', models.CharField(max_length=3)),
                ('book', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='lines', to='inventory.zonebook')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'book', 'number'), name='one_zone_book_line')],
            },
        ),
        SecureMallTables(
            'inventory',
            ['OpenPort', 'FreightTemplate', 'Warehouse', 'FreightZone', 'ZoneBook', 'ZoneBookLine'],
        ),
    ]
