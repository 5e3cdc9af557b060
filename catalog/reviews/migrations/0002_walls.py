"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [('reviews', '0001_initial'), ('catalog', '0003_walls')]
    operations = [
        SecureMallTables('reviews', ['Review']),
    ]
