"""Walls round stock, which points at the catalogue's SKUs."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_walls"), ("catalog", "0003_walls")]
    operations = [
        SecureMallTables("inventory", ["Stock", "Reservation", "Movement"], append_only=["Movement"]),
    ]
