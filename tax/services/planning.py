"""Quotes under a planned change: rates of some codes, limits, the share collected, as they would be.

Inside `use_planned` every quote of this context is counted so; nothing is kept, and no table changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tax.rules.lookup import ArticleRow, HsRow, Provider
from tax.rules.ruleset import RuleSet
from tax.services.tables import current_tables, forced_tables

_rules: ContextVar[PlannedRules | None] = ContextVar("crossport_planned_rules", default=None)


@dataclass(frozen=True, slots=True)
class PlannedRates:
    """For every code that begins with `prefix` (2 to 10 digits); None leaves what holds. Rates as decimals in text.

    `consumption`: an ad valorem rate in place of whatever consumption tax there is; "0" takes it away.
    """

    prefix: str
    vat: str | None = None
    duty: str | None = None
    consumption: str | None = None
    on_list: bool | None = None

    def over(self, row: HsRow) -> HsRow:
        changes: dict[str, object] = {"source": "planned"}
        changes |= {"vat": self.vat} if self.vat is not None else {}
        changes |= {"duty": self.duty} if self.duty is not None else {}
        changes |= {"on_list": self.on_list} if self.on_list is not None else {}
        if self.consumption is not None:
            gone = Decimal(self.consumption) == 0
            changes |= {"kind": None if gone else "ad_valorem", "rate": None if gone else self.consumption}
            changes |= {"specific": None, "per": None, "tiers": None}
        return row._replace(**changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class PlannedRules:
    """Limits in yuan; `share` of statutory VAT and consumption tax as a fraction. None leaves what holds."""

    single: Decimal | None = None
    annual: Decimal | None = None
    share: tuple[int, int] | None = None

    def over(self, rules: RuleSet) -> RuleSet:
        limits = rules.limits
        if self.single is not None:
            limits = limits._replace(single=int(self.single * 100))
        if self.annual is not None:
            limits = limits._replace(annual=int(self.annual * 100))
        reduction = rules.reduction if self.share is None else rules.reduction._replace(share=self.share)
        return replace(rules, version=f"{rules.version}~planned", limits=limits, reduction=reduction)


class _PlannedTables:
    """The tables that hold, with the planned rates laid over them."""

    def __init__(self, base: Provider, rates: tuple[PlannedRates, ...]) -> None:
        self._base, self._rates = base, rates
        self.version = f"{base.version}~planned"

    def hs(self, code: str, on: date) -> HsRow | None:
        row = self._base.hs(code, on)
        for planned in self._rates:
            if row is not None and code.startswith(planned.prefix):
                row = planned.over(row)
        return row

    def article(self, code: str, on: date) -> ArticleRow | None:
        return self._base.article(code, on)


@contextmanager
def use_planned(*, rates: tuple[PlannedRates, ...] = (), rules: PlannedRules | None = None) -> Iterator[None]:
    """Quotes inside are counted as if the change held."""
    token = _rules.set(rules)
    try:
        with forced_tables(_PlannedTables(current_tables(), rates)):
            yield
    finally:
        _rules.reset(token)


def planned_rules(rules: RuleSet) -> RuleSet:
    """What the engine is to use in place of `rules`."""
    planned = _rules.get()
    return rules if planned is None else planned.over(rules)
