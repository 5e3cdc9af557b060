"""Walls round what was sold."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("catalog", "0010_sale"), ("tenancy", "0002_walls")]
    operations = [SecureMallTables("catalog", ["Sale"])]
