"""The mode chooser (通关模式测算): for what is to travel together, every mode beside the others.

Tax, total and days of each lawful one; why the others are not possible, and who could change that. It decides nothing:
goods go by the mode they are sold in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from catalog.types import Offer
from customs import clearance
from customs.models import Filing, PortAccount
from customs.policy.may_sell import profile_of
from customs.rules import profile
from customs.rules.modes import RULES, Mode, ModeRule
from customs.rules.types import Finding, Mender, noop
from money.formatting import yuan
from orders.errors import OrderError
from orders.pricing import catalog_stage, freight_stage, grouped, tax_stage
from orders.types import QuotePackage

_RELEASED = "800"
_SAYS = {
    "over_single_limit": noop("The goods are above the limit of one cross-border order."),
    "over_annual_limit": noop("The goods are above what is left of the orderer's yearly limit."),
    "over_parcel_limit": noop("The goods are above the limit of one personal parcel."),
    "not_on_list": noop("Goods of it are not on the list for cross-border retail import."),
}
_PLACES: dict[Mode, tuple[str, str]] = {
    Mode.BONDED_1210: ("bonded", noop("The goods do not lie in a bonded warehouse.")),
    Mode.BONDED_1239: ("bonded", noop("The goods do not lie in a bonded warehouse.")),
    Mode.DIRECT_9610: ("overseas", noop("The goods do not lie in a warehouse abroad.")),
    Mode.PERSONAL_PARCEL: ("overseas", noop("The goods do not lie in a warehouse abroad.")),
    Mode.GENERAL: ("domestic", noop("The goods are not in the country yet, duty paid.")),
}
_BONDED = (Mode.BONDED_1210, Mode.BONDED_1239)


@dataclass(frozen=True, slots=True)
class Choice:
    """One mode for one package. Without reasons it is lawful, and then the sums stand.

    `days`: what the warehouse promises, from dispatch to door; `clears_in`: half of the mall's lists at the port were
    released within, over thirty days; None where nothing was measured or nothing is declared.
    """

    mode: Mode
    is_own: bool
    reasons: tuple[Finding, ...] = ()
    goods: Decimal | None = None
    freight: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    waived: bool = False
    days: tuple[int, int] | None = None
    clears_in: timedelta | None = None

    @property
    def lawful(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class PackageChoices:
    """What travels together, and its modes: the lawful ones first, the cheapest in front."""

    offers: tuple[Offer, ...]
    quantities: tuple[int, ...]
    choices: tuple[Choice, ...]

    @property
    def lawful(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.lawful)


class Ports:
    """What is known of the mall's ports, read when it is first asked for."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    @cached_property
    def accounts(self) -> dict[str, PortAccount]:
        return {row.port: row for row in PortAccount.objects.exclude(state=PortAccount.State.OFF)}

    @cached_property
    def paces(self) -> dict[str, timedelta]:
        return {row.port: row.p50 for row in clearance.paces(self.now) if row.status == _RELEASED}

    def unfiled(self, offers: Sequence[Offer], port: str, today: date) -> list[Offer]:
        if not self.accounts[port].needs_filing:
            return []
        in_date = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        rows = Filing.objects.filter(in_date, port=port, state=Filing.State.APPROVED)
        filed = set(rows.filter(sku_id__in=[o.sku_id for o in offers]).values_list("sku_id", flat=True))
        return [offer for offer in offers if offer.sku_id not in filed]


def choose(
    *,
    pieces: Mapping[int, int],
    offers: Mapping[int, Offer],
    on: date,
    now: datetime,
    allowance_used: Decimal = Decimal("0.00"),
    with_pace: bool = True,
) -> list[PackageChoices]:
    """For each group that travels together (one supplier, one warehouse, one mode). SKUs not in `offers` are left out.

    `with_pace`: also how long clearance took (one statement more).
    """
    known, ports = {sku: n for sku, n in pieces.items() if sku in offers}, Ports(now)
    found = []
    for group in grouped(known, offers).values():
        chosen, quantities = tuple(offers[sku] for sku in group), tuple(group.values())
        choices = [
            _choice(rule, chosen, group, on, allowance_used, ports, with_pace) for rule in RULES.values()
        ]
        found.append(PackageChoices(chosen, quantities, tuple(sorted(choices, key=_order))))
    return found


def _order(choice: Choice) -> tuple[bool, Decimal, bool, str]:
    return not choice.lawful, choice.total or Decimal(0), not choice.is_own, choice.mode


def _choice(
    rule: ModeRule,
    offers: tuple[Offer, ...],
    group: Mapping[int, int],
    on: date,
    used: Decimal,
    ports: Ports,
    with_pace: bool,
) -> Choice:
    own, place = Mode(offers[0].mode), offers[0].warehouse
    reasons = (
        _of_place(rule, offers[0], own) or _of_goods(rule, offers, on) or _at_port(rule, offers, on, ports)
    )
    if reasons:
        return Choice(rule.mode, rule.mode is own, tuple(reasons))
    priced, refusal = _priced(rule, offers, group, on, used)
    if priced is None or refusal:
        return Choice(rule.mode, rule.mode is own, (refusal or _uncounted(),))
    pace = ports.paces.get(place.port) if with_pace and rule.declared else None
    return Choice(
        rule.mode, rule.mode is own, (), priced.goods, priced.freight, priced.tax, priced.total,
        priced.outcome == "waived", (place.days_min, place.days_max), pace,
    )  # fmt: skip


def _of_place(rule: ModeRule, offer: Offer, own: Mode) -> list[Finding]:
    kind, says = _PLACES[rule.mode]
    if offer.warehouse.kind != kind and not (kind == "domestic" and offer.warehouse.kind == "store"):
        return [Finding("mode.place", "warehouse", says, Mender.SUPPLIER)]
    if rule.mode in _BONDED and rule.mode is not own and own in _BONDED:
        says = noop(
            "Whether bonded stock is declared as 1210 or 1239 is a matter of its zone, not of a choice."
        )
        return [Finding("mode.zone", "warehouse", says, Mender.PORT)]
    if rule.needs_account_book and not offer.warehouse.account_book:
        says = noop("The warehouse has no account book.")
        return [Finding("mode.book", "warehouse", says, Mender.OPERATOR)]
    return []


def _of_goods(rule: ModeRule, offers: Sequence[Offer], on: date) -> list[Finding]:
    """What a profile lacks, once a kind. Goods without any profile cannot be told anything of."""
    found: dict[str, Finding] = {}
    for offer in offers:
        if offer.trade is None:
            says = noop("The goods have no trade profile.")
            found.setdefault("profile.none", Finding("profile.none", "profile", says, Mender.SUPPLIER))
        elif rule.declared or rule.mode is Mode.PERSONAL_PARCEL:
            for one in profile.missing(profile_of(offer.trade, on), rule.mode):
                found.setdefault(one.code, one)
    return list(found.values())


def _at_port(rule: ModeRule, offers: Sequence[Offer], on: date, ports: Ports) -> list[Finding]:
    if not rule.declared:
        return []
    port = offers[0].warehouse.port
    if port not in ports.accounts:
        says = noop("The mall has no open account at the port of this warehouse.")
        return [Finding("port.none", "port", says, Mender.OPERATOR)]
    says = noop("The goods %(sku)s have no filing at this port that is approved and in date.")
    return [
        Finding("filing.missing", "filing", says, Mender.OPERATOR, {"sku": offer.sku_code})
        for offer in ports.unfiled(offers, port, on)[:5]
    ]


def _priced(
    rule: ModeRule, offers: Sequence[Offer], group: Mapping[int, int], on: date, used: Decimal
) -> tuple[QuotePackage | None, Finding | None]:
    """As the cart would be priced, were the goods sold in this mode."""
    as_if = {offer.sku_id: replace(offer, mode=rule.mode.value) for offer in offers}
    try:
        priced = tax_stage(freight_stage(catalog_stage(group, as_if)), on, used)
    except OrderError:
        return None, None
    if not priced.refusal:
        return priced, None
    says = _SAYS.get(priced.refusal, noop("The tax rules refuse it: %(code)s."))
    values = {"code": priced.refusal, "value": yuan(priced.goods + priced.freight)}
    return priced, Finding(f"tax.{priced.refusal}", "goods_value", says, Mender.SHOPPER, values)


def _uncounted() -> Finding:
    says = noop("The tax of an item cannot be counted by this regime.")
    return Finding("tax.uncounted", "tax", says, Mender.OPERATOR)
