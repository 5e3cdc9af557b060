"""Two people and two suppliers at the same product: versions, the actor's wall, review, prices with a history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from catalog.completeness import completeness, needs
from catalog.inventory import services as stock
from catalog.inventory.models import Stock
from catalog.inventory.selectors import discrepancies
from catalog.inventory.types import HeldStock, StockChanged
from catalog.models import DailyPrice, PriceTier, Product, Sku, TradeProfile
from catalog.services import products, review, skus
from catalog.services.history import lawful_struck_price, note_price
from catalog.services.keep import ProductFields, SkuFields
from catalog.services.states import change_state
from catalog.types import CatalogError, NotThere, Stale
from journal.models import Fact
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def fields(supplier_id: int, **changed) -> ProductFields:
    made = ProductFields(
        code="P-1",
        slug="milk-one",
        supplier_id=supplier_id,
        category_id=factories.category().pk,
        warehouse_id=factories.warehouse().pk,
        mode="bonded_1210",
        brand={"zh-hans": "试牌", "en": "Testa"},
        title={"zh-hans": "一号奶粉", "en": "Milk One"},
        origin="NL",
    )
    return replace(made, **changed)


@pytest.fixture
def ours(in_harbor):
    return factories.supplier("ours")


@pytest.fixture
def as_supplier(in_harbor, ours):
    """The open mall, asked by the supplier `ours`."""
    with in_mall(in_harbor.pk, actor=Actor.supplier(ours.pk)):
        yield ours


def draft(supplier) -> Product:
    made = products.create_product(fields=fields(supplier.pk), now=NOW)
    return Product.objects.get(pk=made.id)


def test_of_two_people_the_second_is_told_and_nothing_is_written(as_supplier):
    product = draft(as_supplier)
    first = products.update_product(
        product_id=product.pk, version=1, changes={"title": {"zh-hans": "二号", "en": "Two"}}, now=NOW
    )
    assert first.version == 2
    with pytest.raises(Stale) as refused:
        products.update_product(product_id=product.pk, version=1, changes={"origin": "DE"}, now=NOW)
    assert refused.value.version == 2
    product.refresh_from_db()
    assert (product.title_en, product.origin, product.version) == ("Two", "NL", 2)


def test_without_versions_the_first_would_be_lost(as_supplier):
    """The control: the same two edits by the verb that asks for none."""
    from catalog.services.keep import keep_product

    product = draft(as_supplier)
    mine, other = fields(as_supplier.pk, origin="DE"), fields(as_supplier.pk, title={"en": "Two"})
    keep_product(fields=mine)
    keep_product(fields=other)
    product.refresh_from_db()
    assert product.origin == "NL"


def test_another_suppliers_product_is_not_there(as_supplier, in_harbor):
    product = draft(as_supplier)
    sku = skus.create_sku(product_id=product.pk, fields=SkuFields("S-1", Decimal("10.00")), now=NOW)
    theirs = factories.supplier("theirs")
    verbs = [
        lambda: products.update_product(product_id=product.pk, version=1, changes={"origin": "DE"}, now=NOW),
        lambda: products.copy_product(product_id=product.pk, code="P-2", slug="p-2", now=NOW),
        lambda: skus.create_sku(product_id=product.pk, fields=SkuFields("S-2", Decimal("1")), now=NOW),
        lambda: skus.set_price(sku_id=sku.id, version=1, price=Decimal("1.00"), now=NOW),
        lambda: skus.set_tiers(sku_id=sku.id, tiers=[(2, Decimal("1.00"))]),
        lambda: skus.set_cost(
            sku_id=sku.id, currency="EUR", amount=Decimal("1"), valid_from=date(2027, 1, 1)
        ),
        lambda: review.submit(product_id=product.pk, version=1, now=NOW),
    ]
    for actor in (Actor.supplier(theirs.pk), Actor.public(), Actor.shopper(1), None):
        with in_mall(in_harbor.pk, actor=actor):
            for verb in verbs:
                with pytest.raises(NotThere):
                    verb()
    product.refresh_from_db()
    assert (product.origin, product.state, product.version) == ("NL", "draft", 1)
    assert Sku.objects.get(pk=sku.id).price == Decimal("10.00") and Sku.objects.count() == 1


def test_staff_reach_it_so_the_wall_is_the_actors(as_supplier, in_harbor):
    """The control of the one before."""
    product = draft(as_supplier)
    with in_mall(in_harbor.pk, actor=Actor.staff()):
        products.update_product(product_id=product.pk, version=1, changes={"origin": "DE"}, now=NOW)
    product.refresh_from_db()
    assert product.origin == "DE"


def test_a_supplier_makes_its_own_only(as_supplier):
    theirs = factories.supplier("theirs")
    with pytest.raises(CatalogError) as refused:
        products.create_product(fields=fields(theirs.pk), now=NOW)
    assert refused.value.field == "supplier_id" and Product.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "No Good"}, "slug"),
        ({"title": {}}, "title"),
        ({"category_id": 987654}, "category_id"),
        ({"mode": "teleport"}, "mode"),
        ({"supplier_id": 1}, "supplier_id"),
        ({"state": "listed"}, "state"),
        ({"slug": "taken"}, "slug"),
    ],
)
def test_what_no_product_may_be(as_supplier, changes, field):
    products.create_product(fields=fields(as_supplier.pk, code="P-0", slug="taken"), now=NOW)
    product = draft(as_supplier)
    with pytest.raises(CatalogError) as refused:
        products.update_product(product_id=product.pk, version=1, changes=changes, now=NOW)
    assert refused.value.field == field
    product.refresh_from_db()
    assert product.version == 1


def test_what_customs_would_refuse_is_not_listed(in_harbor):
    """What its mode still needs is named, SKU by SKU; in a mode that needs less it may be listed."""
    lacking = factories.sku(record_no="")
    change_state(product_id=lacking.product_id, state="delisted", now=NOW)
    with pytest.raises(CatalogError) as refused:
        change_state(product_id=lacking.product_id, state="listed", now=NOW)
    assert f"{lacking.code}: The record number in the bonded account book is missing." in str(
        refused.value.message
    )
    assert Product.objects.get(pk=lacking.product_id).state == "delisted"
    Product.objects.filter(pk=lacking.product_id).update(mode="direct_9610")
    assert change_state(product_id=lacking.product_id, state="listed", now=NOW)


def test_the_control_unasked_the_incomplete_one_would_be_listed(in_harbor, monkeypatch):
    lacking = factories.sku(record_no="")
    change_state(product_id=lacking.product_id, state="delisted", now=NOW)
    monkeypatch.setattr("catalog.services.states.needs", lambda sku, on: {sku.product.mode: []})
    assert change_state(product_id=lacking.product_id, state="listed", now=NOW)


def test_review_is_the_operators(as_supplier, in_harbor):
    product = draft(as_supplier)
    with pytest.raises(CatalogError, match="SKU"):
        review.submit(product_id=product.pk, version=1, now=NOW)
    made = skus.create_sku(product_id=product.pk, fields=SkuFields("S-1", Decimal("10.00")), now=NOW)
    assert review.submit(product_id=product.pk, version=1, now=NOW)
    with pytest.raises(CatalogError, match="operators"):
        review.approve(product_id=product.pk, version=2, now=NOW, operator="supplier")
    with in_mall(in_harbor.pk, actor=Actor.staff()):
        assert review.send_back(
            product_id=product.pk, version=2, reason="Picture of the back", now=NOW, operator="operator:1"
        )
    product.refresh_from_db()
    assert (product.state, product.review_note) == ("draft", "Picture of the back")
    review.submit(product_id=product.pk, version=3, now=NOW)
    with in_mall(in_harbor.pk, actor=Actor.staff()):
        review.approve(product_id=product.pk, version=4, now=NOW, operator="operator:1")
    profile = TradeProfile(sku_id=made.id, hs_code="1901101090", net_kg=1, gross_kg=1)
    profile.save()
    with pytest.raises(
        CatalogError, match=r"S-1: The name for customs is missing\. The declaration elements"
    ):
        review.list_product(product_id=product.pk, version=5, now=NOW, actor="supplier")
    TradeProfile.objects.filter(sku=made.id).update(
        declared_name="奶粉",
        declared_elements="0|0|试牌|800克",
        origin="NL",
        unit="122",
        unit1="035",
        record_no="R1",
    )
    assert review.list_product(product_id=product.pk, version=5, now=NOW, actor="supplier")
    facts = Fact.objects.filter(subject=f"product:{product.pk}").exclude(kind="product.changed")
    kinds = facts.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["product.created", "product.submitted", "product.draft", "product.submitted",
                           "product.approved", "product.listed"]  # fmt: skip


def test_a_struck_price_is_one_that_was_asked(as_supplier):
    product = draft(as_supplier)
    sku = skus.create_sku(product_id=product.pk, fields=SkuFields("S-1", Decimal("100.00")), now=NOW)
    strike = {"sku_id": sku.id, "price": Decimal("80.00"), "now": NOW}
    with pytest.raises(CatalogError, match="none"):
        skus.set_price(version=1, struck_price=Decimal("100.00"), **strike)
    note_price(sku_id=sku.id, price=Decimal("120.00"), now=NOW - timedelta(days=9))
    note_price(sku_id=sku.id, price=Decimal("95.00"), now=NOW - timedelta(days=3))
    note_price(sku_id=sku.id, price=Decimal("110.00"), now=NOW - timedelta(days=3))
    assert lawful_struck_price(sku_id=sku.id, now=NOW) == Decimal("95.00")
    with pytest.raises(CatalogError, match=r"95\.00"):
        skus.set_price(version=1, struck_price=Decimal("100.00"), **strike)
    assert skus.set_price(version=1, struck_price=Decimal("95.00"), **strike).version == 2
    day = DailyPrice.objects.order_by("day").last()
    assert (day.lowest, day.last) == (Decimal("80.00"), Decimal("80.00"))
    product.refresh_from_db()
    assert product.price_from == Decimal("80.00")


def test_tiers_fall_and_start_at_two(as_supplier):
    product = draft(as_supplier)
    sku = skus.create_sku(product_id=product.pk, fields=SkuFields("S-1", Decimal("100.00")), now=NOW)
    good = [(2, Decimal("95.00")), (10, Decimal("80.00"))]
    skus.set_tiers(sku_id=sku.id, tiers=good)
    wrong = (
        [(1, Decimal("90"))], [(2, Decimal("90")), (2, Decimal("80"))], [(2, Decimal("100"))],
        [(2, Decimal("90")), (3, Decimal("95"))], [(2, Decimal("-1"))], [(2, Decimal("9.999"))],
    )  # fmt: skip
    for tiers in wrong:
        with pytest.raises(CatalogError) as refused:
            skus.set_tiers(sku_id=sku.id, tiers=tiers)
        assert refused.value.field == "tiers"
    assert list(PriceTier.objects.values_list("min_quantity", "price")) == good


def test_stocktaking_sees_what_changed_meanwhile(in_harbor):
    sku, place = factories.sku(stock=0), factories.warehouse()
    at = {"sku_id": sku.pk, "warehouse_id": place.pk, "reference": "count", "now": NOW}
    stock.receive(sku_id=sku.pk, warehouse_id=place.pk, quantity=10, reference="first", now=NOW)
    stock.reserve(wants={"package:1": {sku.pk: 4}}, warehouses={sku.pk: place.pk}, expires_at=NOW, now=NOW)
    with pytest.raises(StockChanged):
        stock.count(counted=9, seen=11, **at)
    with pytest.raises(HeldStock):
        stock.count(counted=3, seen=10, **at)
    assert [stock.count(counted=9, seen=10, **at), stock.count(counted=9, seen=9, **at)] == [-1, 0]
    assert Stock.objects.values_list("on_hand", "reserved").get() == (9, 4)
    assert discrepancies() == []


def test_the_meter_counts_both_languages_and_modes_say_what_they_need(as_supplier):
    product = draft(as_supplier)
    before = completeness(product)
    assert {gap.field for gap in before.of("en")} == {
        "subtitle", "description", "specifications", "media", "skus", "prices", "trade_profiles",
    }  # fmt: skip
    made = skus.create_sku(product_id=product.pk, fields=SkuFields("S-1", Decimal("10.00")), now=NOW)
    assert (before.percent, completeness(product).percent) == (26, 40)
    row = Sku.objects.select_related("product").get(pk=made.id)
    lacks = {mode: {one.field for one in found} for mode, found in needs(row, date(2027, 1, 1)).items()}
    assert "item_record_no" in lacks["bonded_1210"] and "item_record_no" not in lacks["direct_9610"]
    assert lacks["personal_parcel"] == {"declared_name", "postal_article", "origin", "unit", "gross_kg"}


def test_a_recall_is_for_ever_and_says_why(in_harbor):
    product = factories.sku().product
    with pytest.raises(CatalogError):
        review.recall(product_id=product.pk, reason=" ", now=NOW, operator="operator:1")
    review.recall(product_id=product.pk, reason="Glass found", now=NOW, operator="operator:1")
    with pytest.raises(CatalogError):
        change_state(product_id=product.pk, state="listed", now=NOW)
    fact = Fact.objects.get(kind="product.recalled")
    assert (fact.payload["product_id"], fact.payload["note"]) == (product.pk, "Glass found")
