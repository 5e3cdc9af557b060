"""Placing an order: exact amounts, what is kept with it, and how little it costs the database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.inventory.models import Reservation, Stock
from journal.models import Fact
from orders.models import CartLine, LedgerEntry, Line, Order, Package
from orders.numbers import is_order_number
from orders.services.place_order import place_order
from tests import factories
from tests.orders import factories as make
from tests.queries.counting import counted

pytestmark = pytest.mark.django_db
D = Decimal


def test_bonded_goods_are_taxed_by_the_cross_border_rule(in_harbor):
    shopper = factories.shopper()
    sku = factories.sku(price="100.00")
    placed = place_order(request=make.checkout(shopper, (sku, 2)), now=make.NOW)

    order = Order.objects.get(pk=placed.order_id)
    # 200.00 goods; within the limits no duty, VAT 13 % of it, 70 % of that: 18.20
    assert (order.goods, order.freight, order.tax, order.total) == (
        D("200.00"),
        D("0.00"),
        D("18.20"),
        D("218.20"),
    )
    assert (order.state, order.payment_state, order.placed_at) == ("placed", "pending", make.NOW)
    assert placed.total == D("218.20") and placed.number == order.number and is_order_number(order.number)
    package = Package.objects.get()
    assert (package.number, package.tax_outcome, package.clearance) == (f"{order.number}01", "taxed", "none")
    assert (package.net_kg, package.gross_kg, package.port) == (D("1.6000"), D("2.0000"), "haikou")
    line = Line.objects.get()
    assert (line.amount, line.dutiable_value, line.vat) == (D("200.00"), D("200.00"), D("18.20"))
    assert line.trade["hs_code"] == "1901101090" and line.title["en"].startswith("Test product ")


def test_an_order_of_three_lines_costs_fourteen_statements(in_harbor):
    """One of them is the price of a promise: nobody holds too much unpaid."""
    shopper = factories.shopper()
    request = make.checkout(
        shopper, *((factories.sku(), n) for n in (1, 2, 3)), idempotency_key="k", seen_total=D("654.60")
    )
    assert len(counted(lambda: place_order(request=request, now=make.NOW))) == 14


def test_a_personal_parcel_pays_postal_tax_and_general_trade_none(in_harbor):
    shopper = factories.shopper()
    parcel = factories.sku(
        price="400.00", mode="personal_parcel", warehouse_code="osaka", postal_article="01010100"
    )
    home = factories.sku(price="50.00", mode="general", warehouse_code="shanghai")
    place_order(request=make.checkout(shopper, (parcel, 2), (home, 1)), now=make.NOW)

    order = Order.objects.get()
    # 1.6 kg of milk powder list at 200.00 a kg: 800.00 is more than double, so the invoice counts, at 13 %;
    # the home goods are cleared already
    assert (order.goods, order.tax, order.total) == (D("850.00"), D("104.00"), D("954.00"))
    rows = Package.objects.order_by("sequence").values_list("mode", "tax_outcome", "goods", "tax", "total")
    assert list(rows) == [
        ("personal_parcel", "taxed", D("800.00"), D("104.00"), D("904.00")),
        ("general", "domestic", D("50.00"), D("0.00"), D("50.00")),
    ]
    assert Line.objects.get(sku=parcel).postal_tax == D("104.00")


def test_small_postal_tax_is_waived(in_harbor):
    shopper = factories.shopper()
    sku = factories.sku(
        price="300.00", mode="personal_parcel", warehouse_code="osaka", postal_article="01010100"
    )
    make.placed(shopper, (sku, 1))
    assert Package.objects.values_list("tax_outcome", "tax").get() == ("waived", D("0.00"))


def test_only_goods_at_home_need_neither_identity_nor_notice(in_harbor):
    shopper = factories.shopper()
    sku = factories.sku(price="50.00", mode="general", warehouse_code="shanghai")
    make.placed(shopper, (sku, 1), identity_id=None, notice_accepted=False)
    assert Order.objects.values_list("identity_id", "notice_version", "notice_accepted_at").get() == (
        None,
        "",
        None,
    )


def test_freight_is_per_package_and_free_from_a_value_on(in_harbor):
    shopper = factories.shopper()
    factories.warehouse("ningbo", freight=D("12.00"), free_freight_from=D("150.00"))
    sku = factories.sku(price="100.00", warehouse_code="ningbo")
    one, two = make.placed(shopper, (sku, 1)), make.placed(shopper, (sku, 2))
    rows = dict(Order.objects.values_list("pk", "freight"))
    assert rows == {one.order_id: D("12.00"), two.order_id: D("0.00")}
    # freight is part of the dutiable value: 112.00 x 13 % x 70 % = 10.192
    assert Line.objects.get(order=one.order_id).dutiable_value == D("112.00")
    assert Order.objects.get(pk=one.order_id).total == D("122.19")


def test_everything_is_kept_with_the_order(in_harbor):
    shopper = factories.shopper()
    sku = factories.sku(stock=5)
    placed = make.placed(shopper, (sku, 2), ip="127.0.0.9", language="en")
    order = Order.objects.get(pk=placed.order_id)
    assert (order.notice_version, len(order.notice_hash), order.notice_accepted_at) == (
        "2025-1",
        64,
        make.NOW,
    )
    consent = order.identity
    assert (consent.consent_version, len(consent.consent_hash), consent.consented_at <= make.NOW) == (
        "1", 64, True,
    )  # fmt: skip
    assert (order.ip, order.language, order.consignee) == ("127.0.0.9", "en", "张三丰")
    assert order.address == "浙江省杭州市西湖区文三路 1 号"
    assert Order.objects.get(identity__shopper=shopper) == order
    entry = LedgerEntry.objects.get()
    assert (entry.axis, entry.event, entry.before, entry.after) == ("order", "place", "", "placed")
    assert (entry.actor, entry.amount, entry.at) == (f"shopper:{shopper.pk}", order.total, make.NOW)
    fact = Fact.objects.get()
    assert (fact.kind, fact.subject) == ("order.placed", f"order:{order.pk}")
    assert fact.payload["number"] == order.number and fact.payload["total"] == "218.20"
    assert Stock.objects.values_list("on_hand", "reserved").get() == (5, 2)
    assert Reservation.objects.values_list("reference", "quantity", "state").get() == (
        f"package:{placed.packages[0][0]}",
        2,
        "held",
    )
    assert not CartLine.objects.exists()
    assert Package.objects.get().tax_snapshot["answer"]["total"] == "18.20"


def test_only_the_chosen_lines_leave_the_cart(in_harbor):
    shopper = factories.shopper()
    one, two = factories.sku(), factories.sku()
    request = make.checkout(shopper, (one, 1), (two, 1), sku_ids=(one.pk,))
    place_order(request=request, now=make.NOW)
    assert list(Line.objects.values_list("sku_id", flat=True)) == [one.pk]
    assert list(CartLine.objects.values_list("sku_id", flat=True)) == [two.pk]


def test_a_split_that_the_shopper_agreed_to_makes_two_packages(in_harbor):
    shopper = factories.shopper()
    sku = factories.sku(price="2000.00")
    placed = make.placed(shopper, (sku, 3), accept_split=True)
    rows = Package.objects.order_by("sequence").values_list("number", "goods", "tax")
    # 13 % x 70 % of 2,000.00 and of 4,000.00
    assert list(rows) == [
        (f"{placed.number}01", D("2000.00"), D("182.00")),
        (f"{placed.number}02", D("4000.00"), D("364.00")),
    ]
    assert Stock.objects.get().reserved == 3


def test_a_single_piece_over_the_limit_is_taxed_in_full(in_harbor):
    make.placed(factories.shopper(), (factories.sku(price="6000.00"), 1))
    line = Line.objects.get()
    # duty 15 % = 900.00, VAT 13 % of 6,900.00 = 897.00
    assert (line.duty, line.vat, Order.objects.get().total) == (D("900.00"), D("897.00"), D("7797.00"))


def test_the_same_key_gives_the_same_order(in_harbor):
    shopper = factories.shopper()
    request = make.checkout(shopper, (factories.sku(), 1), idempotency_key="once")
    first, second = place_order(request=request, now=make.NOW), place_order(request=request, now=make.NOW)
    assert first.fresh and not second.fresh
    assert (second.order_id, second.number, second.packages) == (first.order_id, first.number, first.packages)
    assert Order.objects.count() == 1 and Stock.objects.get().reserved == 1


def test_a_taken_number_is_drawn_again(in_harbor, monkeypatch):
    drawn = iter(["1000000000000009", "1000000000000009", "1000000000000017"])
    monkeypatch.setattr("orders.services.place_order.new_order_number", lambda: next(drawn))
    shopper = factories.shopper()
    numbers = [make.placed(shopper, (factories.sku(), 1)).number for _ in range(2)]
    assert numbers == ["1000000000000009", "1000000000000017"]
