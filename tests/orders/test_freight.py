"""A freight template in the quote, in the customs value, in the cart and in the order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from catalog.freight import FreightRules, Zone
from catalog.inventory.models import FreightTemplate, FreightZone, Warehouse
from catalog.selectors import offers
from orders.errors import NotDelivered, PriceChanged
from orders.models import Order
from orders.pricing import proposal
from orders.selectors import cart_view
from orders.services.place_order import place_order
from tax.services.tables import use_seed_tables
from tests import factories
from tests.orders import factories as make
from tests.orders.test_pricing import DAY, PLACES, offer, priced

D = Decimal
ZONES = (
    Zone(frozenset({"33"}), True, D("1"), D("8.00"), D("1"), D("3.00"), D("299.00")),
    Zone(frozenset({"65"}), True, D("1"), D("25.00"), D("1"), D("12.00"), None),
    Zone(frozenset({"81"}), False, D("1"), D("0"), D("1"), D("0"), None),
    Zone(frozenset(), True, D("1"), D("12.00"), D("1"), D("4.00"), None),
)
RULES = FreightRules("weight", 6000, ZONES)


@pytest.fixture(autouse=True, scope="module")
def seed_rates():
    with use_seed_tables():
        yield


def heavy(sku_id: int = 1, price: str = "100.00", **trade):
    """A piece of 1 kg, of a warehouse with a template."""
    made = offer(sku_id, price=price)
    return replace(
        made,
        warehouse=replace(PLACES["bonded_1210"], rules=RULES),
        trade=replace(made.trade, **trade),
    )


@pytest.mark.parametrize(
    ("province", "pieces", "freight"),
    [("33", 1, "8.00"), ("33", 2, "11.00"), ("65", 2, "37.00"), ("", 2, "16.00")],
)
def test_by_weight_and_province(province, pieces, freight):
    found = priced((heavy(), pieces), province=province)
    assert found.freight == D(freight)
    assert found.packages[0].dutiable_value == D("100.00") * pieces + D(freight), (
        "freight is taxed with the goods"
    )


def test_free_from_and_what_the_flat_price_says_no_more():
    found = priced((heavy(), 3), province="33")
    assert (found.freight, found.packages[0].free_from) == (D("0.00"), D("299.00"))
    assert priced((heavy(), 3), province="65").packages[0].free_from is None


def test_volume_counts_where_the_template_says_so():
    bulky = heavy(volume_cm3=D("30000"))
    by_volume = replace(bulky, warehouse=replace(bulky.warehouse, rules=replace(RULES, counts_by="volume")))
    assert priced((bulky, 1), province="65").freight == D("25.00")
    assert priced((by_volume, 1), province="65").freight == D("73.00"), "5 kg of volume: 25 + 4 x 12"


def test_where_nobody_goes():
    package = priced((heavy(), 1), province="81").packages[0]
    assert (package.refusal, package.freight) == ("not_delivered", D("0.00"))
    assert priced((heavy(), 1), province="33").refusals == (), "the control"


def test_parts_of_a_split_stay_within_the_limit_with_their_freight():
    """The whole travels free of charge, its parts may not: the room left for freight is that of a paying part."""
    rich = heavy(price="1666.00")
    parts = proposal({1: 4}, {1: rich}, DAY, "33")
    for part in parts:
        found = priced((rich, part[1]), province="33")
        assert found.packages[0].dutiable_value <= D("5000.00")
    assert sum(part[1] for part in parts) == 4


@pytest.fixture
def template(in_harbor) -> FreightTemplate:
    made = FreightTemplate.objects.create(name="标准", counts_by="weight")
    for place, (provinces, first, nxt, free, delivers) in enumerate(
        [
            ("33", "8", "3", "299", True),
            ("65", "25", "12", None, True),
            ("81", "0", "0", None, False),
            ("", "12", "4", None, True),
        ]
    ):
        FreightZone.objects.create(
            template=made, provinces=provinces, first_fee=first, next_fee=nxt, free_from=free, delivers=delivers,
            position=place,
        )  # fmt: skip
    factories.warehouse()
    Warehouse.objects.update(freight_template=made)
    return made


@pytest.mark.django_db
def test_from_the_database_in_the_one_statement_there_was(template, django_assert_num_queries):
    sku = factories.sku()
    with django_assert_num_queries(1):
        found = offers([sku.pk])[sku.pk]
    assert found.warehouse.rules == RULES


@pytest.mark.django_db
def test_a_template_without_zones_does_not_count(template):
    FreightZone.objects.all().delete()
    sku = factories.sku()
    assert offers([sku.pk])[sku.pk].warehouse.rules is None


@pytest.mark.django_db
def test_the_order_pays_what_the_province_costs(template):
    shopper, sku = factories.shopper(), factories.sku()
    request = make.checkout(shopper, (sku, 2))  # the address is in Hangzhou
    shown = cart_view(request.cart_id, "en", now=make.NOW, province="33")
    assert (shown.freight, shown.groups[0].freight_varies) == (D("11.00"), True)
    placed = place_order(request=replace(request, seen_total=shown.total), now=make.NOW)
    assert Order.objects.get(pk=placed.order_id).freight == D("11.00")


@pytest.mark.django_db
def test_a_total_seen_for_another_province_is_asked_again(template):
    shopper, sku = factories.shopper(), factories.sku()
    request = make.checkout(shopper, (sku, 1))
    seen = cart_view(request.cart_id, "en", now=make.NOW).total
    with pytest.raises(PriceChanged):
        place_order(request=replace(request, seen_total=seen), now=make.NOW)
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_an_address_where_nobody_goes(template):
    shopper, sku = factories.shopper(), factories.sku()
    request = make.checkout(shopper, (sku, 1))
    far = make.address(
        shopper, province="香港特别行政区", city="香港", district="中西区", district_code="810000"
    )
    with pytest.raises(NotDelivered):
        place_order(request=replace(request, address_id=far.pk), now=make.NOW)
    assert not Order.objects.exists()
    assert place_order(request=request, now=make.NOW), "the control: the address in Hangzhou"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("provinces", "why"),
    [("99", "99"), ("33 31", "浙江"), ("", "其他")],
)
def test_zones_that_contradict_each_other_are_refused(template, provinces, why):
    zone = FreightZone(template=template, provinces=provinces)
    with pytest.raises(ValidationError, match=why):
        zone.clean()


@pytest.mark.django_db
def test_provinces_are_kept_tidy(template):
    zone = FreightZone(template=template, provinces="44，45, 44")
    zone.clean()
    assert zone.provinces == "44 45"
