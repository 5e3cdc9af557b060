"""Exchange rates, which the application adds and never changes; a mall's margins, behind its walls."""

import django.db.models.deletion
from django.db import migrations, models

from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables, append_only


class Migration(TablesAtOnce):
    initial = True
    dependencies = [
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('day', models.DateField(verbose_name='day')),
                ('yuan', models.DecimalField(decimal_places=8, max_digits=18, verbose_name='yuan for one')),
                ('source', models.CharField(max_length=60, verbose_name='source')),
                ('imported_at', models.DateTimeField(verbose_name='imported at')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'constraints': [
                    models.UniqueConstraint(fields=('currency', 'day', 'source'), name='one_rate_per_day_and_source'),
                    models.CheckConstraint(condition=models.Q(('yuan__gt', 0)), name='rate_above_nothing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Margin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('percent', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='margin, per cent')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'verbose_name': 'margin on a rate',
                'verbose_name_plural': 'margins on rates',
                'constraints': [
                    models.UniqueConstraint(fields=('mall', 'currency'), name='one_margin_per_currency'),
                    models.CheckConstraint(condition=models.Q(('percent__gte', -20), ('percent__lte', 20)), name='margin_within_twenty'),
                ],
            },
        ),
        SecureMallTables('currency', ['Margin']),
        migrations.RunSQL([append_only("currency_rate")], migrations.RunSQL.noop),
    ]
