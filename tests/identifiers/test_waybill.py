import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers import waybill
from identifiers.types import IdentifierError


def refusal(call, *args: object) -> str:
    with pytest.raises(IdentifierError) as refused:
        call(*args)
    return refused.value.code


@given(st.integers(1, 10**12 - 1))
def test_what_is_made_is_valid(serial: int) -> None:
    number = waybill.generate(serial)
    assert len(number) == 15
    assert waybill.validate(waybill.format(number).lower()) == number


@given(st.integers(1, 10**12 - 1), st.integers(2, 13), st.integers(1, 9))
def test_every_single_mistyped_digit_is_caught(serial: int, place: int, step: int) -> None:
    number = waybill.generate(serial)
    wrong = str((int(number[place]) + step) % 10)
    assert refusal(waybill.validate, number[:place] + wrong + number[place + 1 :]) == "waybill_checksum"


@pytest.mark.parametrize("number", ["", "CP1", "CP00000000001", "1P0000000000010", "CP000000000001#"])
def test_shape(number: str) -> None:
    assert refusal(waybill.validate, number) == "waybill_format"
    assert not waybill.is_valid(number)


@pytest.mark.parametrize(("serial", "prefix"), [(0, "CP"), (-1, "CP"), (10**12, "CP"), (1, "cp"), (1, "CPX")])
def test_serials_out_of_range(serial: int, prefix: str) -> None:
    assert refusal(waybill.generate, serial, prefix) == "waybill_serial"


def test_another_carriers_number_is_taken_as_it_is() -> None:
    assert waybill.validate_any("sf-1234 567890") == "SF1234567890"
    assert refusal(waybill.validate_any, "12345") == "waybill_format"
    assert refusal(waybill.validate_any, "A" * 61) == "waybill_format"


def test_for_people_and_logs() -> None:
    assert waybill.generate(1) == "CP000000000001P"
    assert waybill.format("CP000000000001P") == "CP00 0000 0000 01P"
    assert waybill.mask("CP000000000001P") == "CP*********001P"
