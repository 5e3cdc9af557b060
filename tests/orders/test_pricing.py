"""Quotes add up, to the fen, whatever is put into them; what does not add up cannot be built."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.types import Offer, TradeFacts, WarehouseFacts
from orders.errors import BadQuantity, NotAdding, NotOffered, Untaxable
from orders.pricing import Draft, proposal, quote
from orders.types import Quote, QuoteLine, QuotePackage
from tax.services.tables import use_seed_tables

D = Decimal
DAY = date(2026, 3, 10)
NAMES = {"zh-hans": "仓", "en": "store"}
PLACES = {
    "bonded_1210": WarehouseFacts(
        1, "a", NAMES, "bonded", "CN", "haikou", "T1", 2, 4, D("12.00"), D("299.00")
    ),
    "direct_9610": WarehouseFacts(2, "b", NAMES, "overseas", "JP", "haikou", "", 5, 9, D("38.50"), None),
    "personal_parcel": WarehouseFacts(3, "c", NAMES, "overseas", "HK", "", "", 5, 9, D("25.00"), D("500.00")),
    "general": WarehouseFacts(4, "d", NAMES, "domestic", "CN", "", "", 1, 2, D("6.00"), D("59.00")),
}
CODES = ("1901101090", "0409000000", "1806310000", "2101110000")


@pytest.fixture(autouse=True, scope="module")
def seed_rates():
    """Pricing is pure: the package's rates, no database asked for their version."""
    with use_seed_tables():
        yield


def offer(
    sku_id: int, *, price: str = "100.00", mode: str = "bonded_1210", supplier: int = 1, hs: str = CODES[0]
):
    trade = TradeFacts(
        hs, "01010100", "奶粉", "0|0|试牌|800克", "NL", "122", "035", D("0.8"), "", None, D("800"), "g",
        D("0.8"), D("1.0"), "R1",
    )  # fmt: skip
    return Offer(
        sku_id, sku_id, f"p{sku_id}", f"S{sku_id}", "", NAMES, NAMES, "", D(price), supplier, "acme",
        NAMES, mode, PLACES[mode], "NL", trade, 9999, True,
    )  # fmt: skip


def priced(*wants: tuple[Offer, int], **options) -> Quote:
    offers = {row.sku_id: row for row, _ in wants}
    return quote(wants={row.sku_id: n for row, n in wants}, offers=offers, on=DAY, **options)


def test_control_one_line_by_hand():
    found = priced((offer(1, price="99.99"), 3))
    # 299.97 + 0.00 freight; 299.97 x 13 % x 70 % = 27.297...
    assert (found.goods, found.freight, found.tax, found.total) == (
        D("299.97"),
        D("0.00"),
        D("27.30"),
        D("327.27"),
    )


offers_drawn = st.lists(
    st.tuples(
        st.decimals("0.01", "2600.00", places=2),
        st.sampled_from(sorted(PLACES)),
        st.integers(1, 2),
        st.sampled_from(CODES),
        st.integers(1, 7),
        st.decimals("0.00", "1.00", places=2),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(offers_drawn, st.booleans())
def test_lines_sum_to_packages_and_packages_to_the_quote(drawn, split):
    """Also with open discounts, and with groups split or refused."""
    wants = [
        (offer(n, price=str(price), mode=mode, supplier=supplier, hs=hs), pieces)
        for n, (price, mode, supplier, hs, pieces, _) in enumerate(drawn, start=1)
    ]
    cut = {n: share for n, (*_, share) in enumerate(drawn, start=1)}

    def promotion(draft: Draft) -> Draft:
        taken = (
            min(amount, (amount * cut[o.sku_id]).quantize(D("0.01")))
            for o, amount in zip(draft.offers, draft.amounts, strict=True)
        )
        return replace(draft, discounts=tuple(taken))

    found = priced(*wants, split=split, marketing=promotion)
    for name in ("goods", "freight", "discount", "tax", "total"):
        assert sum(getattr(package, name) for package in found.packages) == getattr(found, name)
    for package in found.packages:
        assert package.goods == sum(line.amount for line in package.lines)
        assert package.tax == sum(
            line.duty + line.consumption_tax + line.vat + line.postal_tax for line in package.lines
        )
        assert package.total == package.goods + package.freight + package.tax - package.discount
        assert all(
            amount == amount.quantize(D("0.01")) for amount in (package.tax, package.total, package.freight)
        )
        if package.outcome == "taxed" and package.mode != "personal_parcel":
            assert package.dutiable_value == package.goods - package.discount + package.freight
    pieces = {row.sku_id: n for row, n in wants}
    sold: dict[int, int] = {}
    for line in (line for package in found.packages for line in package.lines):
        sold[line.sku_id] = sold.get(line.sku_id, 0) + line.quantity
    assert sold == pieces


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.decimals("1.00", "6000.00", places=2), st.integers(1, 5)), min_size=1, max_size=5)
)
def test_a_proposed_split_loses_nothing_and_each_part_passes(drawn):
    offers = {n: offer(n, price=str(price)) for n, (price, _) in enumerate(drawn, start=1)}
    pieces = {n: quantity for n, (_, quantity) in enumerate(drawn, start=1)}
    parts = proposal(pieces, offers, DAY)
    if not parts:
        return
    assert {sku: sum(part.get(sku, 0) for part in parts) for sku in pieces} == pieces
    for part in parts:
        found = quote(wants=part, offers=offers, on=DAY)
        assert found.refusals == () or "over_single_limit" not in found.refusals


def test_the_allowance_of_one_package_counts_for_the_next():
    one, two = offer(1, price="3000.00"), offer(2, price="3000.00", supplier=2)
    assert priced((one, 1), (two, 1), allowance_used=D("20000.00")).refusals == ()
    assert priced((one, 1), (two, 1), allowance_used=D("20000.01")).refusals == ("over_annual_limit",)


def test_a_discount_lowers_the_dutiable_value():
    def ten_off(draft: Draft) -> Draft:
        return replace(draft, discounts=(D("10.00"),))

    found = priced((offer(1, price="400.00"), 1), marketing=ten_off)
    assert (found.discount, found.tax, found.total) == (D("10.00"), D("35.49"), D("425.49"))
    assert found.packages[0].lines[0].dutiable_value == D("390.00")


@pytest.mark.parametrize("quantity", [0, 1000, -3, True])
def test_a_bad_quantity_has_no_price(quantity):
    with pytest.raises(BadQuantity):
        priced((offer(1), quantity))


def test_what_is_not_offered_has_no_price():
    with pytest.raises(NotOffered):
        priced((replace(offer(1), is_offered=False), 1))
    with pytest.raises(NotOffered):
        quote(wants={7: 1}, offers={}, on=DAY)


def test_what_cannot_be_taxed_has_no_price():
    with pytest.raises(Untaxable):
        priced((offer(1, hs="9999999999"), 1))


def test_sums_that_do_not_add_up_cannot_be_built():
    line = QuoteLine(1, 2, D("10.00"), D("20.00"), vat=D("1.00"))
    with pytest.raises(NotAdding):
        replace(line, amount=D("20.01"))
    good = QuotePackage(
        1, 1, "general", (line,), goods=D("20.00"), freight=D("0.00"), discount=D("0.00"), tax=D("1.00"),
        total=D("21.00"), dutiable_value=D("0.00"), outcome="taxed",
    )  # fmt: skip
    for name in ("goods", "discount", "tax", "total"):
        with pytest.raises(NotAdding):
            replace(good, **{name: getattr(good, name) + D("0.01")})
    whole = Quote((good,), D("20.00"), D("0.00"), D("0.00"), D("1.00"), D("21.00"))
    for name in ("goods", "freight", "discount", "tax", "total"):
        with pytest.raises(NotAdding):
            replace(whole, **{name: getattr(whole, name) + D("0.01")})
