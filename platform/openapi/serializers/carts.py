"""Carts as the API takes and tells them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from openapi.fields import Asked, IdField, MoneyField, Told


class AddLine(Asked):
    sku_id = IdField()
    quantity = serializers.IntegerField(min_value=1, max_value=999)


class ChangeLine(Asked):
    quantity = serializers.IntegerField(min_value=1, max_value=999)


class CartLineBody(Told):
    sku_id = IdField()
    slug = serializers.CharField()
    title = serializers.CharField()
    option = serializers.CharField()
    picture = serializers.CharField()
    origin = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyField()
    amount = MoneyField()
    tax = MoneyField()
    sellable = serializers.IntegerField()
    problem = serializers.CharField(
        help_text="delisted, sold_out, few_left, untaxable; empty when it is well."
    )


class PieceBody(Told):
    """Pieces of a SKU, which the domain holds as a pair."""

    sku_id = IdField()
    quantity = serializers.IntegerField()

    def to_representation(self, instance: tuple[int, int]) -> Any:
        return super().to_representation(dict(zip(self.fields, instance, strict=True)))


class CartGroupBody(Told):
    """Lines that travel together as one package."""

    supplier_id = IdField()
    supplier_name = serializers.CharField()
    warehouse_id = IdField()
    warehouse_name = serializers.CharField()
    warehouse_country = serializers.CharField()
    mode = serializers.CharField()
    days = serializers.ListField(child=serializers.IntegerField())
    lines = CartLineBody(many=True)
    goods = MoneyField()
    freight = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    to_free_freight = MoneyField(allow_null=True)
    limit = MoneyField(allow_null=True, help_text="The limit of one transaction, where the mode knows one.")
    held = MoneyField(help_text="What counts against the limit.")
    outcome = serializers.CharField()
    refusal = serializers.CharField()
    proposal = serializers.ListField(
        child=PieceBody(many=True), help_text="A split that fits, for accept_split at checkout."
    )


class CartBody(Told):
    token = serializers.CharField(
        allow_null=True, help_text="A guest's: send it as X-Cart. Null for a shopper, whose cart needs none."
    )
    groups = CartGroupBody(many=True)
    invalid = CartLineBody(many=True, help_text="Left out of every sum.")
    goods = MoneyField()
    freight = MoneyField()
    discount = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    pieces = serializers.IntegerField()
    may_check_out = serializers.BooleanField()
