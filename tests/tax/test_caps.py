"""Yearly caps of some goods, written down a second time: kilograms, and which codes they cover."""

from decimal import Decimal

from tax.allowance.caps import BY_GOOD, CAPS, capped_good, capped_kilograms


def test_the_caps() -> None:
    assert {cap.good: (cap.kilograms, cap.lines) for cap in CAPS} == {
        "sugar": (Decimal(2), ("1701",)),
        "rice": (Decimal(20), ("1006",)),
    }
    assert {cap.good: cap for cap in CAPS} == BY_GOOD


def test_which_good_a_code_is() -> None:
    assert [capped_good(code) for code in ("1701991090", "1006302090", "2204210000", "")] == [
        "sugar",
        "rice",
        "",
        "",
    ]


def test_what_an_order_holds_of_capped_goods() -> None:
    goods = [
        ("1006302090", 3, Decimal("2.5")),
        ("1006201000", 2, Decimal("0.25")),
        ("1701991090", 5, Decimal("0.4")),
        ("2204210000", 7, Decimal("9")),
    ]
    assert capped_kilograms(goods) == {"rice": Decimal("8.00"), "sugar": Decimal("2.0")}
    assert capped_kilograms([]) == {}
