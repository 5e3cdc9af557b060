"""Freight by hand-worked cases: steps, volume, pieces, zones, free from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.freight import FreightRules, Load, Zone, counted, due, fee, read

D = Decimal
NEAR = Zone(frozenset({"31", "33"}), True, D("1"), D("8.00"), D("0.5"), D("2.50"), D("199.00"))
FAR = Zone(frozenset({"54", "65"}), True, D("1"), D("25.00"), D("1"), D("12.00"), None)
NOWHERE = Zone(frozenset({"71", "81", "82"}), False, D("1"), D("0"), D("1"), D("0"), None)
ELSEWHERE = Zone(frozenset(), True, D("1"), D("12.00"), D("1"), D("4.00"), D("299.00"))
RULES = FreightRules("weight", 6000, (NEAR, FAR, NOWHERE, ELSEWHERE))


@pytest.mark.parametrize(
    ("zone", "size", "yuan"),
    [
        (NEAR, "0", "8.00"),
        (NEAR, "1", "8.00"),
        (NEAR, "1.0001", "10.50"),
        (NEAR, "1.5", "10.50"),
        (NEAR, "2.2", "15.50"),  # 8 + three begun half kilograms
        (FAR, "3", "49.00"),
        (FAR, "3.01", "61.00"),
        (ELSEWHERE, "0.4", "12.00"),
    ],
)
def test_the_first_step_and_each_begun_next_one(zone, size, yuan):
    assert fee(zone, D(size)) == D(yuan)


def test_free_from_a_value_of_goods_on():
    assert due(NEAR, D("2"), D("198.99")) == D("13.00")
    assert due(NEAR, D("2"), D("199.00")) == D("0.00")
    assert due(FAR, D("2"), D("99999")) == D("37.00"), "never free there"


@pytest.mark.parametrize(
    ("province", "zone"),
    [("33", NEAR), ("65", FAR), ("44", ELSEWHERE), ("", ELSEWHERE), ("99", ELSEWHERE), ("71", None)],
)
def test_the_zone_of_a_province(province, zone):
    assert RULES.zone(province) is zone


def test_a_template_that_leaves_the_rest_out():
    only = FreightRules("weight", 6000, (NEAR,))
    assert (only.zone("33"), only.zone("44"), only.zone("")) == (NEAR, None, None)


def test_what_counts():
    load = Load(D("1.2"), D("18000"), 4)
    assert counted(FreightRules("weight", 6000, ()), load) == D("1.2")
    assert counted(FreightRules("volume", 6000, ()), load) == D("3"), (
        "18,000 cm³ over 6,000 are 3 kg, more than 1.2"
    )
    assert counted(FreightRules("volume", 20000, ()), load) == D("1.2"), (
        "0.9 kg of volume weigh less than the goods"
    )
    assert counted(FreightRules("pieces", 6000, ()), load) == D("4")


def test_read_from_rows_of_the_database():
    row = {
        "provinces": "31 33", "delivers": True, "first": "1.00", "first_fee": "8.00", "next": "0.50",
        "next_fee": "2.50", "free_from": "199.00",
    }  # fmt: skip
    found = read("weight", 6000, [row, row | {"provinces": "", "free_from": None}])
    assert found.zones[0] == NEAR
    assert (found.zones[1].provinces, found.zones[1].free_from) == (frozenset(), None)
