import pytest

from customs.rules.codes import countries, currencies, modes_and_districts, units
from customs.rules.codes.table import Confidence, Table, UnknownCodeError
from customs.rules.modes import RULES, Mode, list_country

TABLES = [
    countries.table(),
    currencies.table(),
    units.table(),
    modes_and_districts.transport_modes(),
    modes_and_districts.trade_modes(),
    modes_and_districts.wrap_types(),
    modes_and_districts.districts(),
]


@pytest.mark.parametrize(
    ("iso", "code", "zh"),
    [("JP", "116", "日本"), ("GBR", "303", "英国"), ("fr", "305", "法国"), ("CN", "142", "中国")],
)
def test_countries_both_ways(iso: str, code: str, zh: str) -> None:
    row = countries.from_iso(iso)
    assert (row.code, row.zh) == (code, zh)
    assert countries.get(code) == row


def test_currencies_both_ways() -> None:
    assert currencies.from_iso("CNY").code == currencies.CNY == "142"
    assert currencies.from_iso("EUR").code == "300"
    assert "300" not in countries.table()  # as a country it would be the whole of Europe


def test_units_that_public_tables_confuse() -> None:
    assert units.get("140").zh == "盒"
    assert units.get("122").zh == "罐"
    assert units.get("035").zh == "千克"


def test_leading_zeros_matter() -> None:
    assert units.get("011").zh == "件"
    with pytest.raises(UnknownCodeError) as unknown:
        units.get("11")
    assert (unknown.value.table, unknown.value.asked) == ("units", "11")
    with pytest.raises(UnknownCodeError):
        countries.from_iso("XX")
    assert "0200" in modes_and_districts.districts()
    assert modes_and_districts.parent_district("2928") == "2900"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_speaks_both_languages(table: Table) -> None:
    for row in table.all():
        assert row.en and row.zh and not row.zh.isascii()
        assert isinstance(row.confidence, Confidence)
    assert len({len(code) for code in table.rows}) == 1
    assert len({row.iso for row in table.all() if row.iso}) == len([row for row in table.all() if row.iso])


def test_choices_for_a_form() -> None:
    assert modes_and_districts.wrap_types().choices("zh-hans")[1] == ("2", "纸箱")
    assert modes_and_districts.wrap_types().choices("en")[1] == ("2", "Carton")


@pytest.mark.parametrize("mode", list(Mode))
def test_modes_name_codes_of_the_tables(mode: Mode) -> None:
    rule = RULES[mode]
    assert rule.trade_code == "" or rule.trade_code in modes_and_districts.trade_modes()
    assert set(rule.transport_codes) <= set(modes_and_districts.transport_modes().rows)
    assert rule.regime in ("cbec", "postal", "general")
    assert rule.name("zh-hans") == rule.zh and rule.name("en") == rule.en


def test_the_country_of_a_list() -> None:
    assert list_country(Mode.BONDED_1210, "116") == "142"
    assert list_country(Mode.DIRECT_9610, "116") == "116"
