"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('orders', '0001_initial'), ('catalog', '0003_walls'), ('inventory', '0003_walls'), ('accounts', '0002_walls')]
    operations = [
        SecureMallTables('orders', ['Cart', 'CartLine', 'Order', 'Package', 'Line', 'LedgerEntry'], append_only=['LedgerEntry']),
    ]
