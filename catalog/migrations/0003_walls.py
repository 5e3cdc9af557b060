"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('catalog', '0002_initial'), ('partners', '0002_walls'), ('inventory', '0002_walls'), ('tenancy', '0002_walls')]
    operations = [
        SecureMallTables('catalog', ['Category', 'Product', 'Sku', 'TradeProfile', 'Media']),
    ]
