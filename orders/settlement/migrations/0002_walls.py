from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("settlement", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        SecureMallTables(
            "settlement",
            ["Terms", "Voucher", "Statement", "StatementLine"],
            append_only=["Voucher", "StatementLine"],
        ),
    ]
