"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('payments', '0001_initial'), ('orders', '0002_walls')]
    operations = [
        SecureMallTables('payments', ['Payment', 'Notice', 'Refund']),
    ]
