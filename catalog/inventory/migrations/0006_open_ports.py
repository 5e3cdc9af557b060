"""Ports that take a mall's declarations, behind its walls."""

import django.db.models.deletion
from django.db import migrations, models

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_walls"), ("tenancy", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="OpenPort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("port", models.CharField(max_length=40, verbose_name="port")),
                (
                    "mall",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.mall",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mall", "port"), name="one_open_port")]
            },
        ),
        SecureMallTables("inventory", ["OpenPort"]),
    ]
