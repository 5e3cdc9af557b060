import pytest

from identifiers import company_code
from identifiers.types import IdentifierError


@pytest.mark.parametrize(
    ("typed", "code", "kind"),
    [
        ("4403169D3W", "4403169D3W", "customs_registration"),
        ("31222699s7", "31222699S7", "customs_registration"),
        ("91110000600037341l", "91110000600037341L", "social_credit"),
    ],
)
def test_both_kinds(typed: str, code: str, kind: str) -> None:
    assert company_code.validate(typed) == code
    assert company_code.kind(typed) == kind
    assert company_code.is_valid(typed)
    assert company_code.format(typed) == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "company_length"),
        ("12345678901", "company_length"),
        ("44A3169D3W", "company_format"),
        ("44031-69D3#", "company_format"),
        ("A1110000600037341L", "company_format"),
        ("91110000600037341I", "company_format"),
        ("91110000600037342L", "company_checksum"),
    ],
)
def test_refusals(number: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        company_code.validate(number)
    assert refused.value.code == code
    assert not company_code.is_valid(number)


def test_mask() -> None:
    assert company_code.mask("4403169D3W") == "4403****3W"
