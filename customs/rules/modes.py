"""Customs modes (通关模式): how goods of a package enter, and what each asks for before payment."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    BONDED_1210 = "bonded_1210"
    BONDED_1239 = "bonded_1239"
    DIRECT_9610 = "direct_9610"
    PERSONAL_PARCEL = "personal_parcel"
    GENERAL = "general"


#: Fields of a trade profile every declared list line needs.
_LIST_FIELDS = (
    "hs_code", "declared_name", "gmodel", "brand", "origin", "unit", "unit1", "factor1", "net_kg", "gross_kg",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModeRule:
    """One mode. `trade_code` is the four digits of the list (empty: no list of ours); `regime` is the tax
    engine's word; `declared` says that order, payment, waybill and list are sent by us."""

    mode: Mode
    en: str
    zh: str
    trade_code: str
    regime: str
    profile_fields: tuple[str, ...]
    declared: bool = False
    needs_account_book: bool = False
    needs_transport: bool = False
    needs_identity: bool = True
    needs_positive_list: bool = False
    has_limits: bool = False
    transport_codes: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


def _bonded(mode: Mode, trade_code: str, en: str, zh: str) -> ModeRule:
    """Bonded stock: account book, a record number per line, country of the list is China itself."""
    return ModeRule(
        mode=mode,
        en=en,
        zh=zh,
        trade_code=trade_code,
        regime="cbec",
        profile_fields=(*_LIST_FIELDS, "item_record_no"),
        declared=True,
        needs_account_book=True,
        needs_positive_list=True,
        has_limits=True,
        transport_codes=("7", "8", "W", "X", "Y", "Z", "T"),
    )


RULES: dict[Mode, ModeRule] = {
    rule.mode: rule
    for rule in (
        _bonded(Mode.BONDED_1210, "1210", "Bonded stock (1210)", "保税备货（1210）"),
        _bonded(Mode.BONDED_1239, "1239", "Bonded stock A (1239)", "保税电商A（1239）"),
        ModeRule(
            mode=Mode.DIRECT_9610,
            en="Direct mail (9610)",
            zh="直邮进口（9610）",
            trade_code="9610",
            regime="cbec",
            profile_fields=_LIST_FIELDS,
            declared=True,
            needs_transport=True,
            needs_positive_list=True,
            has_limits=True,
            transport_codes=("2", "3", "4", "5", "6"),
        ),
        ModeRule(
            mode=Mode.PERSONAL_PARCEL,
            en="Personal parcel",
            zh="个人物品",
            trade_code="",
            regime="postal",
            profile_fields=("declared_name", "brand", "postal_article", "origin", "unit", "gross_kg"),
        ),
        ModeRule(
            mode=Mode.GENERAL,
            en="General trade",
            zh="一般贸易",
            trade_code="0110",
            regime="general",
            profile_fields=_LIST_FIELDS,
            needs_identity=False,
        ),
    )
}


def rule(mode: Mode) -> ModeRule:
    return RULES[mode]


def list_country(mode: Mode, departure: str) -> str:
    """`country` of the inventory list: China (142) for bonded stock, else the country of departure."""
    return "142" if RULES[mode].needs_account_book else departure
