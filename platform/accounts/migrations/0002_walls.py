"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables, SecureMixedTable


class Migration(migrations.Migration):
    dependencies = [('accounts', '0001_initial'), ('tenancy', '0002_walls')]
    operations = [
        SecureMallTables('accounts', ['Identity', 'Address']),
        SecureMixedTable("accounts", "User"),
        SecureMixedTable("accounts", "Session"),
    ]
