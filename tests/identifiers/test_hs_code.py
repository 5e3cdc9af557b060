import pytest

from identifiers import hs_code
from identifiers.types import IdentifierError


def test_leading_zeros_live() -> None:
    assert hs_code.validate("0101.2100.10") == "0101210010"
    assert hs_code.tariff_line("0101210010") == "01012100"
    assert hs_code.validate("01012100") == "01012100"


def test_only_ten_digits_can_be_declared() -> None:
    assert hs_code.is_declarable("3304990039")
    assert not hs_code.is_declarable("33049900")
    assert not hs_code.is_declarable("330499003")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "hs_format"),
        ("3304A90039", "hs_format"),
        ("101210010", "hs_length"),
        ("330499", "hs_length"),
        ("0001210010", "hs_chapter"),
        (3304990039, "not_text"),
    ],
)
def test_refusals(typed: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        hs_code.validate(typed)
    assert refused.value.code == code
    assert not hs_code.is_valid(typed)


def test_for_people() -> None:
    assert hs_code.format("3304990039") == "3304.9900.39"
    assert hs_code.format("33049900") == "3304.9900"
    assert hs_code.mask("3304990039") == "3304.9900.39"
