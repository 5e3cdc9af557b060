"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('partners', '0001_initial'), ('accounts', '0002_walls'), ('tenancy', '0002_walls')]
    operations = [
        SecureMallTables('partners', ['Supplier', 'SupplierStaff']),
    ]
