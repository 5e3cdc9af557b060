from django.db import migrations

from tenancy.schema import SecureMallTables


class Migration(migrations.Migration):
    dependencies = [("aftersale", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        SecureMallTables("aftersale", ["Policy", "Request", "RequestLine", "Picture"]),
    ]
