"""One factory a noun. Those of a mall's rows work in the open scope."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalog.inventory.models import Stock, Warehouse
from catalog.inventory.places import open_port
from catalog.models import Category, Product, Sku, TradeProfile
from catalog.search.documents import renew
from partners.models import Supplier
from tenancy.models import Domain, Mall

_numbers = count(1)


def mall(code: str = "harbor", *, host: str | None = None) -> Mall:
    made = Mall.objects.create(
        code=code,
        name_zh_hans=f"{code} 商城",
        name_en=f"{code} mall",
        company_code="4401986066",
        company_name="海港跨境电商有限公司",
    )
    Domain.objects.create(
        mall=made, host=host or f"{code}.localhost", is_primary=True, verified_at=timezone.now()
    )
    return made


def shopper(login: str = "", password: str = "correct horse battery") -> User:
    login = login or f"138{next(_numbers):08d}"
    return User.objects.create_user(login, password, display_name=f"顾客{next(_numbers)}")


def operator(login: str = "operator", password: str = "correct horse battery", **extra: Any) -> User:
    user = User(login=login, is_staff=True, **extra)
    user.set_password(password)
    user.save()
    return user


def supplier(code: str = "acme") -> Supplier:
    return Supplier.objects.get_or_create(
        code=code,
        defaults={"name_zh_hans": f"{code} 供货商", "name_en": f"{code} supply", "company_name": code},
    )[0]


def warehouse(code: str = "hangzhou", kind: str = "bonded", **extra: Any) -> Warehouse:
    defaults = {
        "name_zh_hans": "杭州保税仓",
        "name_en": "Hangzhou bonded",
        "kind": kind,
        "port": "haikou",
        "account_book": "T2925W000088",
    } | extra
    open_port(port=str(defaults["port"]))
    return Warehouse.objects.get_or_create(code=code, defaults=defaults)[0]


def category(slug: str = "milk") -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name_zh_hans": "奶粉", "name_en": "Milk"})[0]


def sku(
    *,
    price: str = "100.00",
    stock: int = 10,
    mode: str = "bonded_1210",
    hs_code: str = "1901101090",
    supplier_code: str = "acme",
    warehouse_code: str = "hangzhou",
    title: str = "测试奶粉",
    **profile: Any,
) -> Sku:
    """A listed product with one SKU, its trade profile and stock."""
    number = next(_numbers)
    place = warehouse(warehouse_code)
    product = Product.objects.create(
        code=f"P{number}",
        slug=f"product-{number}",
        supplier=supplier(supplier_code),
        category=category(),
        warehouse=place,
        mode=mode,
        brand_zh_hans="试牌",
        brand_en="Testa",
        title_zh_hans=f"{title}{number}",
        title_en=f"Test product {number}",
        origin="NL",
        state=Product.State.LISTED,
        price_from=Decimal(price),
        listed_at=timezone.now(),
    )
    made = Sku.objects.create(
        product=product,
        code=f"S{number}",
        price=Decimal(price),
        option_zh_hans="800克",
        option_en="800 g",
        barcode="2000000000008",
    )
    values = {
        "hs_code": hs_code,
        "declared_name": "婴幼儿配方奶粉",
        "declared_elements": "0|0|试牌|800克/罐",
        "origin": "NL",
        "unit": "122",
        "unit1": "035",
        "unit1_factor": Decimal("0.8"),
        "net_kg": Decimal("0.8"),
        "gross_kg": Decimal("1.0"),
        "record_no": f"R{number:04d}",
        "content_amount": Decimal("800"),
        "content_unit": "g",
    } | profile
    TradeProfile.objects.create(sku=made, **values)
    Stock.objects.create(sku=made, warehouse=place, on_hand=stock)
    renew([product.pk])
    return made
