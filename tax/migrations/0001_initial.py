"""The versions of the rate tables, above the malls: rows that the application adds, and never changes or removes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tenancy.migrating import TablesAtOnce
from tenancy.schema import append_only


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='RateBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hs', 'rates by HS code'), ('article', 'postal articles'), ('list', 'positive list')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('rejected', 'rejected')], default='proposed', max_length=10, verbose_name='state')),
                ('version', models.PositiveIntegerField(blank=True, null=True, unique=True, verbose_name='version')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rate batch',
                'verbose_name_plural': 'rate batches',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='rate_batch_second_operator'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), ('version__isnull', False)), models.Q(models.Q(('state', 'approved'), _negated=True), ('version__isnull', True)), _connector='OR'), name='rate_batch_approved_has_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PostalRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('V', 'two sources agree'), ('S', 'one source only: check before filing'), ('M', 'from memory: check before filing')], max_length=1, verbose_name='confidence')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('postal_class', models.CharField(max_length=10, verbose_name='class')),
                ('listed_price', models.CharField(blank=True, max_length=24, verbose_name='listed price')),
                ('unit', models.CharField(max_length=10, verbose_name='counted in')),
                ('sold_by', models.CharField(blank=True, max_length=10, verbose_name='unit as printed')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tax.ratebatch')),
            ],
            options={
                'verbose_name': 'postal article',
                'verbose_name_plural': 'postal articles',
                'indexes': [models.Index(fields=['code', 'valid_from'], name='postal_rate_code')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'code', 'valid_from'), name='postal_rate_once_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='PositiveListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('V', 'two sources agree'), ('S', 'one source only: check before filing'), ('M', 'from memory: check before filing')], max_length=1, verbose_name='confidence')),
                ('standing', models.CharField(choices=[('listed', 'on the list'), ('absent', 'not on the list'), ('unknown', 'not known')], max_length=10, verbose_name='standing')),
                ('edition', models.CharField(blank=True, max_length=40, verbose_name='edition')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tax.ratebatch')),
            ],
            options={
                'verbose_name': 'positive list entry',
                'verbose_name_plural': 'positive list entries',
                'indexes': [models.Index(fields=['code', 'valid_from'], name='list_entry_code')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'code', 'valid_from'), name='list_entry_once_a_batch')],
            },
        ),
        migrations.CreateModel(
            name='HsRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('V', 'two sources agree'), ('S', 'one source only: check before filing'), ('M', 'from memory: check before filing')], max_length=1, verbose_name='confidence')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('duty', models.CharField(blank=True, max_length=24, verbose_name='duty')),
                ('vat', models.CharField(blank=True, max_length=24, verbose_name='VAT')),
                ('kind', models.CharField(blank=True, max_length=20, verbose_name='kind of consumption tax')),
                ('rate', models.CharField(blank=True, max_length=24, verbose_name='consumption tax rate')),
                ('specific', models.CharField(blank=True, max_length=24, verbose_name='yuan per unit')),
                ('per', models.CharField(blank=True, max_length=10, verbose_name='unit of the specific tax')),
                ('low_specific', models.CharField(blank=True, max_length=24, verbose_name='yuan per unit, lower tier')),
                ('low_below', models.CharField(blank=True, max_length=24, verbose_name='lower tier below')),
                ('high_from', models.CharField(blank=True, max_length=24, verbose_name='upper tier from')),
                ('unit1', models.CharField(blank=True, max_length=20, verbose_name='first legal unit')),
                ('unit2', models.CharField(blank=True, max_length=20, verbose_name='second legal unit')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tax.ratebatch')),
            ],
            options={
                'verbose_name': 'HS rate',
                'verbose_name_plural': 'HS rates',
                'indexes': [models.Index(fields=['code', 'valid_from'], name='hs_rate_code')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'code', 'valid_from'), name='hs_rate_once_a_batch')],
            },
        ),
        migrations.RunSQL(
            [append_only(table) for table in ("tax_hsrate", "tax_postalrate", "tax_positivelistentry")],
            migrations.RunSQL.noop,
        ),
    ]
