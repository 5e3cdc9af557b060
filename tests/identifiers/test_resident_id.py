import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers import resident_id
from identifiers.types import IdentifierError

GOOD = "11010519491231002X"  # the worked example printed in GB 11643-1999


def code_of(number: str, **kwargs) -> str:
    with pytest.raises(IdentifierError) as refused:
        resident_id.validate(number, **kwargs)
    assert isinstance(refused.value, ValueError)
    assert not resident_id.is_valid(number) or kwargs
    return refused.value.code


def test_the_example_of_the_standard() -> None:
    assert resident_id.validate(GOOD) == GOOD
    assert resident_id.birth_date(GOOD) == datetime.date(1949, 12, 31)
    assert resident_id.sex(GOOD) == "female"
    assert resident_id.age_on(GOOD, datetime.date(2025, 12, 30)) == 75
    assert resident_id.age_on(GOOD, datetime.date(2025, 12, 31)) == 76


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_what_people_type_is_made_plain(typed: str) -> None:
    assert resident_id.validate(typed) == GOOD


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "id_length"),
        ("110105491231002", "id_length"),
        ("1101051949123100AX", "id_format"),
        ("11010519491231002Y", "id_format"),
        ("990105194912310026", "id_region"),
        ("110105194902310025", "id_birth_date"),
        ("110105189912310029", "id_birth_date"),
        ("110105194912310021", "id_checksum"),
        ("130681136250023332", "id_birth_date"),  # both are the impossible IDs of the official sample
        ("130625021345225322", "id_birth_date"),
    ],
)
def test_refusals(number: str, code: str) -> None:
    assert code_of(number) == code


def test_a_birth_date_in_the_future_is_refused_when_today_is_known() -> None:
    assert resident_id.validate(GOOD, today=datetime.date(1949, 12, 31)) == GOOD
    assert code_of(GOOD, today=datetime.date(1949, 12, 30)) == "id_birth_date"


def test_an_integer_is_refused() -> None:
    assert code_of(110105194912310021) == "not_text"


@given(st.integers(0, 16), st.integers(1, 9))
def test_every_single_mistyped_digit_is_caught(place: int, step: int) -> None:
    wrong = str((int(GOOD[place]) + step) % 10)
    assert not resident_id.is_valid(GOOD[:place] + wrong + GOOD[place + 1 :])


def test_the_mask_keeps_three_and_four() -> None:
    assert resident_id.mask("110105194912311234") == "110***********1234"
    assert resident_id.mask("1234567") == "*******"


@given(st.text(max_size=24))
def test_no_text_breaks_it(text: str) -> None:
    resident_id.is_valid(text)
    resident_id.mask(text)
