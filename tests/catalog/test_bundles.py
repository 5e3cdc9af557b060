"""Bundles: priced as one, kept in stock, taxed, declared and held by their parts; and what SKUs are chosen by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation

from catalog.inventory.models import Reservation, Stock
from catalog.inventory.selectors import discrepancies
from catalog.models import Attribute, AttributeChoice, BundleItem, Product, Sku, TradeProfile
from catalog.selectors import offers
from catalog.services.bundles import set_bundle
from catalog.services.keep import SkuFields
from catalog.services.sharing import share
from catalog.services.skus import create_sku, set_price, set_trade_profile
from catalog.services.variants import set_variant
from catalog.supply.counting import count_own
from catalog.types import CatalogError, NotThere, Stale
from orders.errors import OutOfStock
from orders.models import Line
from orders.pricing import quote
from orders.selectors.carts import cart_view
from orders.services.add_to_cart import add_to_cart
from orders.services.open_cart import open_cart
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders

pytestmark = pytest.mark.django_db
NOW = orders.NOW
D = Decimal


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield mall


def bundle(price: str = "250.00", first: int = 2, second: int = 1) -> tuple[Sku, Sku, Sku]:
    """(the bundle, A at 100.00 with ten in stock, B at 80.00 with ten)."""
    a, b = factories.sku(price="100.00"), factories.sku(price="80.00", hs_code="3304990039")
    made = create_sku(product_id=a.product_id, fields=SkuFields("SET", D(price)), now=NOW)
    set_bundle(sku_id=made.id, version=1, parts={a.pk: first, b.pk: second})
    return Sku.objects.get(pk=made.id), a, b


@pytest.mark.parametrize(
    ("price", "parts", "shares"),
    [
        ("250.00", [("100.00", 2), ("80.00", 1)], ["89.28", "71.44"]),
        ("99.99", [("50.00", 1), ("50.00", 1)], ["50.00", "49.99"]),
        ("0.03", [("100.00", 1), ("1.00", 2)], ["0.01", "0.01"]),
        ("10.00", [("0.00", 1), ("0.00", 1)], ["9.99", "0.01"]),
    ],
)
def test_shares_add_up_to_the_price_to_the_fen(price, parts, shares):
    got = share(D(price), [(D(own), n) for own, n in parts])
    assert [f"{each:f}" for each in got] == shares
    assert sum(each * n for each, (_own, n) in zip(got, parts, strict=True)) == D(price)


def test_a_price_that_no_fen_can_share_is_refused_with_the_nearest(here):
    with pytest.raises(CatalogError) as refused:
        share(D("10.01"), [(D("5.00"), 2), (D("5.00"), 2)])
    assert str(refused.value.message) == "The parts cannot share this price to the fen. Take 10.00 or 10.02."
    with pytest.raises(CatalogError, match="at least one fen"):
        share(D("0.02"), [(D("5.00"), 2), (D("5.00"), 1)])


def test_its_stock_is_that_of_its_scarcest_part(here):
    whole, a, _b = bundle()
    offer = offers([whole.pk])[whole.pk]
    assert (offer.sellable, offer.is_offered, offer.unit_price) == (5, True, D("250.00"))
    Stock.objects.filter(sku=a.pk).update(on_hand=3)
    assert offers([whole.pk])[whole.pk].sellable == 1


def test_it_is_quoted_taxed_and_shown_by_its_parts_and_as_one_line_in_the_cart(here):
    whole, a, b = bundle()
    found = offers([whole.pk, a.pk])
    priced = quote(wants={whole.pk: 2, a.pk: 1}, offers=found, on=NOW.date())
    (package,) = priced.packages
    lines = {(line.sku_id, line.bundle_id): line for line in package.lines}
    assert set(lines) == {(a.pk, whole.pk), (b.pk, whole.pk), (a.pk, None)}
    assert (lines[a.pk, whole.pk].quantity, lines[b.pk, whole.pk].quantity, lines[a.pk, None].quantity) == (
        4,
        2,
        1,
    )
    assert priced.goods == D("600.00") and all(line.tax > 0 for line in package.lines)
    assert lines[b.pk, whole.pk].consumption_tax != lines[a.pk, whole.pk].consumption_tax or (
        lines[b.pk, whole.pk].vat != lines[a.pk, whole.pk].vat
    )
    assert (package.wanted, package.pieces) == ({whole.pk: 2, a.pk: 1}, {a.pk: 5, b.pk: 2})


def test_an_order_holds_the_parts_and_says_of_which_bundle_they_are(here):
    whole, a, b = bundle()
    shopper = factories.shopper()
    cart = open_cart(shopper_id=shopper.pk, now=NOW).pk
    add_to_cart(cart_id=cart, sku_id=whole.pk, quantity=2, now=NOW)
    view = cart_view(cart, "en", now=NOW)
    assert [(row.sku_id, row.quantity, row.amount) for row in view.groups[0].lines] == [
        (whole.pk, 2, D("500.00"))
    ]
    placed = orders.placed(None, (whole, 2))
    held = {h.stock.sku_id: h.quantity for h in Reservation.objects.select_related("stock")}
    assert held == {a.pk: 4, b.pk: 2}
    rows = list(Line.objects.filter(order=placed.order_id).order_by("sequence"))
    assert [(row.sku_id, row.quantity, row.bundle["sku_code"], row.bundle["count"]) for row in rows] == [
        (a.pk, 4, "SET", 2), (b.pk, 2, "SET", 2),
    ]  # fmt: skip
    assert sum(row.amount for row in rows) == D("500.00")
    assert all(found.reserved[0] == found.reserved[1] for found in discrepancies())


def test_the_same_piece_is_not_sold_alone_and_in_a_bundle(here):
    """Ten of A: four bundles hold eight, so three more of it alone are too many."""
    whole, a, _b = bundle()
    with pytest.raises(OutOfStock), transaction.atomic():
        orders.placed(None, (whole, 4), (a, 3))
    assert Reservation.objects.count() == 0
    orders.placed(None, (whole, 4), (a, 2))
    assert Stock.objects.get(sku=a.pk).reserved == 10


def test_the_control_counted_apart_they_would_oversell(here, monkeypatch):
    """With each line asking for its own pieces only, the last one wins and the stock lies."""
    whole, a, _b = bundle()
    monkeypatch.setattr(
        "orders.types.QuotePackage.pieces", property(lambda self: {x.sku_id: x.quantity for x in self.lines})
    )
    orders.placed(None, (whole, 4), (a, 3))
    assert Stock.objects.get(sku=a.pk).reserved < 11


@pytest.mark.parametrize("broken", ["part_off_sale", "no_profile", "moved", "shares"])
def test_it_is_offered_only_while_every_part_could_be(here, broken):
    whole, a, b = bundle()
    if broken == "part_off_sale":
        Product.objects.filter(pk=b.product_id).update(state="recalled")
    if broken == "no_profile":
        TradeProfile.objects.filter(sku=b.pk).delete()
    if broken == "moved":
        Product.objects.filter(pk=b.product_id).update(mode="general")
    if broken == "shares":
        BundleItem.objects.filter(component=a.pk).update(unit_price="1.00")
    assert offers([whole.pk])[whole.pk].is_offered is False


def test_another_price_is_shared_anew(here):
    whole, a, b = bundle()
    set_price(sku_id=whole.pk, version=whole.version, price=D("199.00"), now=NOW)
    prices = {item.component_id: item.unit_price for item in BundleItem.objects.all()}
    assert 2 * prices[a.pk] + prices[b.pk] == D("199.00")
    assert offers([whole.pk])[whole.pk].is_offered


def test_what_makes_no_bundle_is_refused_and_nothing_changes(here):
    whole, a, b = bundle()
    version = Sku.objects.get(pk=whole.pk).version
    other_place = factories.sku(warehouse_code="ningbo")
    rival = factories.sku(supplier_code="rival")
    bare = create_sku(product_id=a.product_id, fields=SkuFields("BARE", D("5.00")), now=NOW)
    for parts in ({a.pk: 1}, {a.pk: 0, b.pk: 2}, {a.pk: 100}, {whole.pk: 2}, {bare.id: 2}, {other_place.pk: 2},
                  {rival.pk: 2}, {9_000_000: 2}):  # fmt: skip
        with pytest.raises(CatalogError):
            set_bundle(sku_id=whole.pk, version=version, parts=parts)
    with pytest.raises(CatalogError, match="stock or a trade profile"):
        set_bundle(sku_id=b.pk, version=b.version, parts={a.pk: 2})
    with pytest.raises(Stale):
        set_bundle(sku_id=whole.pk, version=version - 1, parts={a.pk: 2})
    assert {i.component_id: i.quantity for i in BundleItem.objects.all()} == {a.pk: 2, b.pk: 1}


def test_a_bundle_is_not_counted_and_has_no_profile(here):
    whole, a, _b = bundle()
    facts = offers([a.pk])[a.pk].trade
    assert facts is not None
    with pytest.raises(CatalogError, match="customs sees its parts"):
        set_trade_profile(sku_id=whole.pk, version=whole.version, facts=facts)
    with pytest.raises(Exception, match="count its parts"):
        count_own(sku_id=whole.pk, warehouse_id=a.product.warehouse_id, counted=5, seen=0, now=NOW, by="x")


def test_a_supplier_makes_bundles_of_its_own_goods_only(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        whole, a, _b = bundle()
        rival = factories.sku(supplier_code="rival")
    with in_mall(mall.pk, actor=Actor.supplier(a.product.supplier_id)), pytest.raises(CatalogError):
        set_bundle(sku_id=whole.pk, version=whole.version, parts={a.pk: 1, rival.pk: 1})
    with in_mall(mall.pk, actor=Actor.supplier(rival.product.supplier_id)), pytest.raises(NotThere):
        set_bundle(sku_id=whole.pk, version=whole.version, parts={})


def attribute(code: str, zh: str, en: str, values: list[tuple[str, str]], category=None) -> Attribute:
    row = Attribute.objects.create(code=code, name_zh_hans=zh, name_en=en, category=category)
    for place, (chinese, english) in enumerate(values):
        AttributeChoice.objects.create(
            attribute=row, code=f"{code}-{place}", value_zh_hans=chinese, value_en=english, position=place
        )
    return row


def test_values_become_the_option_in_both_languages_and_tell_sisters_apart(here):
    sku = factories.sku()
    sister = create_sku(product_id=sku.product_id, fields=SkuFields("SISTER", D("5.00")), now=NOW)
    colour = attribute("colour", "颜色", "Colour", [("红色", "Red"), ("蓝色", "Blue")])
    size = attribute("size", "容量", "Size", [("500毫升", "500 ml")], sku.product.category)
    red, half = colour.choices.first(), size.choices.first()
    set_variant(sku_id=sku.pk, version=1, choices={colour.pk: red.pk, size.pk: half.pk})
    assert offers([sku.pk])[sku.pk].option == {"zh-hans": "红色 / 500毫升", "en": "Red / 500 ml"}
    with pytest.raises(CatalogError, match="the same values"):
        set_variant(sku_id=sister.id, version=1, choices={size.pk: half.pk, colour.pk: red.pk})
    other = attribute("shoe", "鞋码", "Shoe", [("42", "42")], factories.category("shoes"))
    for choices in ({other.pk: other.choices.first().pk}, {colour.pk: half.pk}, {colour.pk: 9_000_000}):
        with pytest.raises(CatalogError, match="offered values"):
            set_variant(sku_id=sister.id, version=1, choices=choices)
    assert Sku.objects.get(pk=sister.id).choices.count() == 0
