"""Walls round brands, variants, prices and complaints."""

from django.db import migrations

from tenancy.schema import AddMallKeys, SecureMallTables

TABLES = [
    "Brand", "BrandPaper", "Attribute", "AttributeChoice", "SkuChoice", "BundleItem", "PriceTier", "SupplierCost",
    "DailyPrice", "Complaint",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_shelf_tables"), ("tenancy", "0002_walls"), ("partners", "0002_walls")]
    operations = [
        SecureMallTables("catalog", TABLES),
        AddMallKeys("catalog", [("Product", "brand_record")]),
    ]
