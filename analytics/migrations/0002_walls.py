"""Walls round this app's table: composite keys and row security."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial"), ("catalog", "0003_walls"), ("tenancy", "0002_walls")]
    operations = [
        SecureMallTables("analytics", ["VisitCount"]),
    ]
