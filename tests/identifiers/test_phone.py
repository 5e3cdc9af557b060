import pytest

from identifiers import phone
from identifiers.types import IdentifierError


@pytest.mark.parametrize(
    "typed",
    ["13800138000", "+86 138 0013 8000", "86-138-0013-8000", "008613800138000", "１３８００１３８０００"],
)
def test_what_people_type(typed: str) -> None:
    assert phone.validate(typed) == "13800138000"
    assert phone.is_valid(typed)


@pytest.mark.parametrize("typed", ["", "12800138000", "1380013800", "138001380000", "+1 2025550100", "abc"])
def test_refusals(typed: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        phone.validate(typed)
    assert refused.value.code == "phone_format"
    assert not phone.is_valid(typed)


def test_forms() -> None:
    assert phone.format("+8613800138000") == "138 0013 8000"
    assert phone.e164("138 0013 8000") == "+8613800138000"
    assert phone.mask("13800138000") == "138****8000"
    assert phone.mask("12345") == "*****"
