"""Walls round the tables of the trade with suppliers."""

from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_trading")]
    operations = [
        SecureMallTables(
            "partners",
            ["SupplierPaper", "Contract", "DepositEntry", "ImportJob", "ImportRow"],
            append_only=["DepositEntry"],
        ),
    ]
