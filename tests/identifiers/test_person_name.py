import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers import person_name
from identifiers.types import IdentifierError


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("阿卜杜拉 • 买买提", "阿卜杜拉·买买提"),
        ("  maria   anna ", "MARIA ANNA"),
        ("O'Neil-Smith John", "O'NEIL-SMITH JOHN"),
    ],
)
def test_the_form_that_customs_compares(typed: str, registered: str) -> None:
    assert person_name.validate(typed) == person_name.format(typed) == registered


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("　", "name_missing"),
        ("张", "name_signs"),
        ("J. Smith", "name_signs"),
        ("<b>", "name_signs"),
        ("张三zhang", "name_signs"),
        ("A" * 61, "name_long"),
    ],
)
def test_what_is_no_name(typed: str, code: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        person_name.validate(typed)
    assert (refused.value.code, person_name.is_valid(typed)) == (code, False)


def test_masked() -> None:
    assert [person_name.mask(name) for name in ("张三", "张三丰", "欧阳娜娜", "MARIA ANNA", "")] == [
        "张*", "张**", "欧***", "M***", "",
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_what_is_accepted_is_accepted_again_as_it_stands(name: str) -> None:
    if person_name.is_valid(name):
        assert person_name.validate(person_name.validate(name)) == person_name.validate(name)
