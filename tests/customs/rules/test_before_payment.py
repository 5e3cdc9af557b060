from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from customs.rules.before_payment import Parties, check_package
from customs.rules.identity import Person
from customs.rules.modes import Mode
from customs.rules.types import Mender
from tests.customs.rules.facts import GOOD, LINE, ORDERER, OTHER, PARTIES, spoiled_line


def found(**changes: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in check_package(replace(GOOD, **changes))]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_good_package_passes_in_every_mode(mode: Mode) -> None:
    assert found(mode=mode) == []


def test_goods() -> None:
    assert found(lines=spoiled_line(hs_code="33049900")) == [("profile.hs_code", "lines[0].profile.hs_code")]
    assert found(lines=spoiled_line(item_record_no="")) == [
        ("profile.missing.item_record_no", "lines[0].profile.item_record_no")
    ]
    assert found(lines=spoiled_line(item_record_no=""), mode=Mode.DIRECT_9610) == []


def test_amounts() -> None:
    assert found(paid=Decimal("224.12")) == [("amounts.paid", "paid")]
    assert found(goods_value=Decimal("201.00"), paid=Decimal("225.11")) == [
        ("amounts.goods_value", "goods_value")
    ]
    assert found(lines=(replace(LINE, price=Decimal("99.99")),)) == [("lines.total", "lines[0].total")]
    assert found(lines=(replace(LINE, pieces=0),)) == [("lines.qty", "lines[0].qty")]
    assert found(freight=Decimal("-10.00"), paid=Decimal("204.11")) == [("amounts.negative", "paid")]


def test_a_price_with_five_places_may_make_a_total_to_the_fen() -> None:
    line = replace(LINE, pieces=3, price=Decimal("33.33333"), total=Decimal("100.00"))
    assert found(lines=(line,), goods_value=Decimal("100.00"), paid=Decimal("124.11")) == []


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("NaN", "not_finite"),
        ("Infinity", "not_finite"),
        ("1.001", "not_whole_fen"),
        ("1E+30", "too_many_digits"),
    ],
)
def test_what_is_no_amount_stops_the_check(amount: str, code: str) -> None:
    assert found(goods_value=Decimal(amount)) == [(f"amounts.{code}", "paid")]


def test_no_goods_and_too_many() -> None:
    nothing = {"goods_value": Decimal("0.00"), "paid": Decimal("24.11")}
    assert found(lines=(), **nothing) == [("lines.none", "lines")]
    free = replace(LINE, price=Decimal("0.00"), total=Decimal("0.00"))
    assert found(lines=(free,) * 99, **nothing) == []
    assert found(lines=(free,) * 100, **nothing) == [("lines.many", "lines")]


def test_limits() -> None:
    assert found(dutiable_value=Decimal("5000.00")) == []
    assert found(dutiable_value=Decimal("5000.01")) == [("limit.single", "goods_value")]
    assert found(dutiable_value=Decimal("5000.01"), mode=Mode.GENERAL) == []
    assert found(allowance_used=Decimal("25790.01")) == [("limit.year", "goods_value")]
    assert found(allowance_used=Decimal("25790.00")) == []


def test_the_orderer() -> None:
    assert found(orderer=None) == [("identity.missing", "orderer")]
    assert found(orderer=None, mode=Mode.GENERAL) == []
    assert found(orderer=Person("张 三", ORDERER.id_number)) == [("identity.name_form", "orderer.name")]
    assert found(orderer=Person("张三", "110105194912310021")) == [
        ("identity.id_checksum", "orderer.id_number")
    ]
    assert found(payer=ORDERER) == []
    assert found(payer=OTHER) == [
        ("identity.payer_name", "payer.name"),
        ("identity.payer_number", "payer.id_number"),
    ]
    assert found(orderer_phone=" ") == [("identity.phone", "orderer_phone")]


def test_the_consignee() -> None:
    assert found(consignee="") == [("consignee.missing", "consignee")]
    assert found(consignee_address="路" * 200) == []
    assert found(consignee_address="路" * 201) == [("consignee_address.long", "consignee_address")]
    assert found(consignee="张\x00三") == [("consignee.signs", "consignee")]
    assert found(consignee_phone="0571-88888888") == [("consignee_phone.format", "consignee_phone")]


def test_the_set_up() -> None:
    assert found(parties=Parties(), mode=Mode.PERSONAL_PARCEL) == []
    assert found(parties=replace(PARTIES, account_book="")) == [
        ("parties.account_book", "parties.account_book")
    ]
    assert found(parties=replace(PARTIES, account_book="", area_code=""), mode=Mode.DIRECT_9610) == []
    assert found(parties=replace(PARTIES, customs_code="9999")) == [
        ("parties.customs_code", "parties.customs_code")
    ]
    assert [code for code, _ in found(parties=Parties())] == [
        "parties.ebp_code",
        "parties.ebc_code",
        "parties.agent_code",
        "parties.logistics_code",
        "parties.pay_code",
        "parties.customs_code",
        "parties.account_book",
        "parties.area_code",
    ]


def test_a_finding_says_who_mends_it_and_leaks_no_identity() -> None:
    findings = check_package(replace(GOOD, payer=OTHER))
    assert {finding.who for finding in findings} == {Mender.SHOPPER}
    text = " ".join(finding.text() for finding in findings)
    assert "440***********0012" in text
    assert OTHER.id_number not in text and ORDERER.id_number not in text
