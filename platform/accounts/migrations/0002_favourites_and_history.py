"""Products that a shopper marked and saw: they point to the catalogue, whose suppliers' staff are users."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
from tenancy.schema import SecureMallTables


class Migration(TablesAtOnce):
    dependencies = [
        ('accounts', '0001_initial'),
        ('catalog', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='Favourite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('product', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.product')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'favourite',
                'verbose_name_plural': 'favourites',
                'indexes': [models.Index(fields=['mall', 'shopper', '-added_at'], name='favourite_newest')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'shopper', 'product'), name='one_favourite_per_product')],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('product', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.product')),
                ('shopper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'goods looked at',
                'verbose_name_plural': 'goods looked at',
                'indexes': [models.Index(fields=['mall', 'shopper', '-seen_at'], name='seen_newest')],
                'constraints': [models.UniqueConstraint(fields=('mall', 'shopper', 'product'), name='one_look_per_product')],
            },
        ),
        SecureMallTables('accounts', ['Favourite', 'Seen']),
    ]
