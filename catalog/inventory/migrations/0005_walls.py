"""Walls round batches and slots."""

from django.db import migrations

from tenancy.schema import AddMallKeys, SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_batches_and_slots"), ("tenancy", "0002_walls")]
    operations = [
        SecureMallTables("inventory", ["Batch", "Slot"]),
        AddMallKeys("inventory", [("Movement", "batch")]),
    ]
