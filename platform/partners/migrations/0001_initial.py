"""Suppliers, their staff, papers, contracts, deposits and lists brought in, behind the mall's walls."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, null=True, verbose_name='name')),
                ('company_code', models.CharField(blank=True, max_length=18, verbose_name='company code')),
                ('company_name', models.CharField(blank=True, max_length=100, verbose_name='company name')),
                ('country', models.CharField(default='CN', max_length=2, verbose_name='country')),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
                ('intro_zh_hans', models.TextField(blank=True, null=True, verbose_name='introduction')),
                ('intro_en', models.TextField(blank=True, null=True, verbose_name='introduction')),
                ('state', models.CharField(choices=[('applied', 'Applied'), ('active', 'Active'), ('suspended', 'Suspended'), ('rejected', 'Not accepted')], default='active', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('banner', models.CharField(blank=True, max_length=200, verbose_name='banner')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name="contact's e-mail")),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name="contact's telephone")),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('featured', models.JSONField(blank=True, default=list, verbose_name='featured products')),
                ('logo', models.CharField(blank=True, max_length=200, verbose_name='logo')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True, verbose_name='score')),
                ('score_parts', models.JSONField(blank=True, default=dict)),
                ('ships_itself', models.BooleanField(default=False, verbose_name='ships by hand')),
                ('state_note', models.CharField(blank=True, max_length=300, verbose_name='said with the decision')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'supplier',
                'verbose_name_plural': 'suppliers',
                'constraints': [models.UniqueConstraint(fields=('mall', 'code'), name='supplier_code')],
            },
        ),
        migrations.CreateModel(
            name='SupplierStaff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('goods', 'Goods'), ('warehouse', 'Warehouse'), ('finance', 'Finance')], default='owner', max_length=20, verbose_name='role')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='staff', to='partners.supplier')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'user'), name='one_supplier_per_user')],
                'verbose_name': "supplier's staff",
                'verbose_name_plural': "suppliers' staff",
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('products', 'Products'), ('pictures', 'Pictures')], default='products', max_length=10)),
                ('file', models.CharField(max_length=200)),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('columns', models.JSONField(blank=True, default=dict)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('uploaded', 'Choose the columns'), ('checking', 'Being checked'), ('checked', 'Checked'), ('running', 'Being imported'), ('done', 'Imported'), ('failed', 'Cannot be read'), ('cancelled', 'Cancelled')], default='uploaded', max_length=10, verbose_name='state')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='problem')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('bad', models.PositiveIntegerField(default=0, verbose_name='with problems')),
                ('made', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('created_at', models.DateTimeField(verbose_name='sent at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='imports', to='partners.supplier')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['mall', 'supplier', '-id'], name='import_of_supplier')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(blank=True, max_length=60)),
                ('values', models.JSONField(default=dict)),
                ('problems', models.JSONField(blank=True, default=list)),
                ('outcome', models.CharField(blank=True, choices=[('new', 'New'), ('changed', 'Changed'), ('same', 'Nothing to change'), ('bad', 'With problems')], max_length=10)),
                ('is_applied', models.BooleanField(default=False)),
                ('job', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='rows', to='partners.importjob')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'bad')), fields=['mall', 'job', 'number'], name='import_bad')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'job', 'number'), name='one_import_row')],
            },
        ),
        migrations.CreateModel(
            name='SupplierPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('licence', 'Business licence'), ('customs', 'Customs registration'), ('bank', 'Bank account'), ('permit', 'Trade permit'), ('other', 'Other paper')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='file')),
                ('file', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='papers', to='partners.supplier')),
            ],
            options={
                'verbose_name': "supplier's paper",
                'verbose_name_plural': "suppliers' papers",
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('mall', 'supplier', 'digest'), name='paper_once_per_supplier')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='contract number')),
                ('commission', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='commission')),
                ('period_days', models.PositiveSmallIntegerField(default=15, verbose_name='settlement period, days')),
                ('hold_days', models.PositiveSmallIntegerField(default=15, verbose_name='held after signing, days')),
                ('deposit_due', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='deposit due')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('signed_at', models.DateTimeField(verbose_name='signed at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='contracts', to='partners.supplier')),
            ],
            options={
                'verbose_name': "supplier's contract",
                'verbose_name_plural': "suppliers' contracts",
                'ordering': ['-valid_from'],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'supplier', 'valid_from'), name='one_contract_per_day'),
                    models.CheckConstraint(condition=models.Q(('commission__gte', 0), ('commission__lt', 1)), name='commission_is_a_share'),
                    models.CheckConstraint(condition=models.Q(('deposit_due__gte', 0)), name='deposit_due_not_negative'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DepositEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paid', 'Paid in'), ('deducted', 'Deducted'), ('returned', 'Returned')], max_length=10, verbose_name='kind')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                ('reference', models.CharField(max_length=60, verbose_name='reference')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('actor', models.CharField(max_length=60, verbose_name='by')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='deposit_entries', to='partners.supplier')),
            ],
            options={
                'verbose_name': 'deposit entry',
                'verbose_name_plural': 'deposit entries',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'supplier', 'reference'), name='deposit_entry_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('kind', 'paid')), models.Q(('amount__lte', 0), ('kind__in', ['deducted', 'returned'])), _connector='OR'), name='deposit_sign_follows_kind'),
                ],
            },
        ),
        SecureMallTables(
            'partners',
            [
                'Supplier', 'SupplierStaff', 'ImportJob', 'ImportRow', 'SupplierPaper', 'Contract',
                'DepositEntry',
            ],
            append_only=['DepositEntry'],
        ),
    ]
