"""Goods as the API tells them."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.browsing import Goods, Picture
from openapi.fields import IdField, MoneyField, Told, WordsField
from tenancy.scope import current_mall_id


class PictureFile(Told):
    width = serializers.IntegerField()
    url = serializers.CharField()


class PictureBody(Told):
    alt = WordsField()
    files = serializers.SerializerMethodField()

    @extend_schema_field(PictureFile(many=True))
    def get_files(self, picture: Picture) -> list[dict[str, Any]]:
        folder = f"mall-{current_mall_id()}"
        return [
            {"width": width, "url": default_storage.url(f"{folder}/{picture.name}-{width}.webp")}
            for width in picture.widths
        ]


class ProductRow(Told):
    """A card: `price` is that of the cheapest SKU in stock, before import tax."""

    id = IdField()
    slug = serializers.CharField()
    title = WordsField()
    subtitle = WordsField()
    brand = WordsField()
    origin = serializers.CharField(help_text="ISO country.")
    mode = serializers.CharField(help_text="How it clears customs.")
    category_id = IdField()
    supplier = WordsField()
    supplier_code = serializers.CharField(source="supplier_slug")
    price = serializers.SerializerMethodField()
    sellable = serializers.IntegerField()
    sold = serializers.IntegerField()
    rating = serializers.FloatField(allow_null=True)
    review_count = serializers.IntegerField()
    pictures = PictureBody(many=True)

    def get_price(self, goods: Goods | dict[str, Any]) -> str | None:
        """Of a card's goods, or of the values that a fuller body is made from."""
        cheapest = goods["cheapest"] if isinstance(goods, dict) else goods.cheapest
        return None if cheapest is None else f"{cheapest.unit_price:.2f}"


class FacetBody(Told):
    value = serializers.CharField()
    name = WordsField(source="says")
    count = serializers.IntegerField()
    chosen = serializers.BooleanField()


class FacetsBody(Told):
    brand = FacetBody(many=True)
    origin = FacetBody(many=True)
    mode = FacetBody(many=True)
    warehouse = FacetBody(many=True)


class ProductPageBody(Told):
    items = ProductRow(many=True, source="goods")
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()
    facets = FacetsBody()


class PairBody(Told):
    name = serializers.CharField()
    value = serializers.CharField()


class TaxBody(Told):
    """Import tax of one piece bought alone. `outcome`: taxed, waived, domestic or refused."""

    outcome = serializers.CharField()
    refusal = serializers.CharField(help_text="Why one piece cannot be bought; empty when it can.")
    duty = MoneyField()
    consumption_tax = MoneyField()
    vat = MoneyField()
    postal_tax = MoneyField()
    tax = MoneyField()
    freight = MoneyField()
    total = MoneyField()


class SkuBody(Told):
    id = IdField(source="sku_id")
    code = serializers.CharField()
    option = WordsField()
    barcode = serializers.CharField()
    price = MoneyField()
    struck_price = MoneyField(allow_null=True)
    sellable = serializers.IntegerField()
    tax = TaxBody(allow_null=True, help_text="Null where the tax cannot be counted: then it is not sold.")


class WarehouseBody(Told):
    code = serializers.CharField()
    name = WordsField(source="names")
    country = serializers.CharField()
    days_min = serializers.IntegerField()
    days_max = serializers.IntegerField()
    freight = MoneyField()
    free_freight_from = MoneyField(allow_null=True)


class ProductBody(ProductRow):
    description = WordsField()
    specifications = PairBody(many=True)
    chinese_label = PairBody(many=True, source="label", help_text="The Chinese e-label.")
    warehouse = WarehouseBody(allow_null=True)
    skus = SkuBody(many=True)


def product_values(goods: Goods, **more: Any) -> dict[str, Any]:
    """The values of a card, for a body that says more."""
    return (
        {name: getattr(goods, name) for name in Goods.__dataclass_fields__}
        | {
            "cheapest": goods.cheapest,
            "sellable": goods.sellable,
        }
        | more
    )
