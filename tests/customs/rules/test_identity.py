from datetime import date

import pytest

from customs.rules.identity import Person, check_name, check_number, check_payer
from tests.customs.rules.facts import ORDERER

TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    "name", ["张三", "欧阳娜娜", "阿卜杜拉·买买提", "𠮷野", "MARIA ANNA", "O'NEIL-SMITH JOHN"]
)
def test_names_as_on_the_card(name: str) -> None:
    assert check_name(name) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_missing"),
        ("　", "name_missing"),
        ("张 三", "name_form"),
        ("阿卜杜拉•买买提", "name_form"),
        ("阿卜杜拉.买买提", "name_form"),
        ("Maria Anna", "name_form"),
        (" MARIA", "name_form"),
        ("张", "name_signs"),
        ("张3", "name_signs"),
        ("·张三", "name_signs"),
        ("张三先生（备注）", "name_signs"),
        ("<B>", "name_signs"),
        ("A" * 61, "name_long"),
    ],
)
def test_other_names_are_named(name: str, code: str) -> None:
    assert [finding.code for finding in check_name(name)] == [f"identity.{code}"]


def test_numbers() -> None:
    assert check_number(ORDERER.id_number, TODAY) == []
    assert [f.code for f in check_number("110105", TODAY)] == ["identity.id_length"]
    assert [f.code for f in check_number(ORDERER.id_number, date(1949, 1, 1))] == ["identity.id_birth_date"]


def test_payer_and_orderer_are_one_person() -> None:
    assert check_payer(ORDERER, Person("张 三", "11010519491231002x")) == []
    assert [f.code for f in check_payer(ORDERER, Person("张四", ORDERER.id_number))] == [
        "identity.payer_name"
    ]
    (finding,) = check_payer(ORDERER, Person("张三", "440308199901010012"))
    assert (
        finding.text() == "The payer's ID number 440***********0012 is not the orderer's 110***********002X."
    )
