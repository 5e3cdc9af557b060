"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('content', '0001_initial'), ('tenancy', '0002_walls')]
    operations = [
        SecureMallTables('content', ['Block', 'Article']),
    ]
