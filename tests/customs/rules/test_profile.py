from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from customs.rules.modes import RULES, Mode
from customs.rules.profile import MISSING, TradeProfile, missing
from tests.customs.rules.facts import PROFILE


def codes(mode: Mode = Mode.BONDED_1210, **changes: Any) -> list[str]:
    return [finding.code for finding in missing(replace(PROFILE, **changes), mode)]


@pytest.mark.parametrize("mode", list(Mode))
def test_an_empty_profile_lacks_exactly_what_the_mode_needs(mode: Mode) -> None:
    found = [finding.code for finding in missing(TradeProfile(), mode)]
    listed = ["profile.not_on_list"] if RULES[mode].needs_positive_list else []
    assert found == [f"profile.missing.{name}" for name in RULES[mode].profile_fields] + listed
    assert set(RULES[mode].profile_fields) <= set(MISSING)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hs_code": "330499003"}, "profile.hs_code"),
        ({"origin": "XX"}, "profile.origin"),
        ({"unit": "999"}, "profile.unit"),
        ({"unit1": "11"}, "profile.unit1"),
        ({"declared_name": "霜" * 251}, "profile.declared_name_long"),
        ({"gmodel": "霜" * 511}, "profile.gmodel_long"),
        ({"net_kg": Decimal("0")}, "profile.net_kg"),
        ({"gross_kg": Decimal("NaN")}, "profile.gross_kg"),
        ({"gross_kg": Decimal("0.04")}, "profile.net_above_gross"),
        ({"unit2": "011"}, "profile.second_unit"),
        ({"factor2": Decimal("1")}, "profile.second_unit"),
        ({"factor1": Decimal("0.06")}, "profile.weight_disagrees"),
        ({"unit1": "036", "factor1": Decimal("49")}, "profile.weight_disagrees"),
        ({"on_positive_list": None}, "profile.not_on_list"),
        ({"on_positive_list": False}, "profile.not_on_list"),
    ],
)
def test_one_thing_wrong_is_one_finding(changes: dict[str, Any], code: str) -> None:
    assert codes(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"declared_name": "霜" * 250, "gmodel": "霜" * 510},
        {"gross_kg": Decimal("0.05")},
        {"unit2": "011", "factor2": Decimal("1")},
        {"unit1": "036", "factor1": Decimal("50")},
        {"unit1": "011", "factor1": Decimal("1")},
    ],
)
def test_what_is_right_is_left_alone(changes: dict[str, Any]) -> None:
    assert codes(**changes) == []


def test_the_sentence() -> None:
    finding = missing(replace(PROFILE, gross_kg=Decimal("0.04")), Mode.GENERAL)[0]
    assert finding.text() == "The net weight 0.05 kg is above the gross weight 0.04 kg."
    assert finding.who.value == "supplier"
