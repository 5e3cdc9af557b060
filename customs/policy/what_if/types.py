"""The planned change, as people give it and as a run keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from customs.types import CustomsError
from tax.services.planning import PlannedRates, PlannedRules

_RATES = ("vat", "duty", "consumption")
_LIMITS = ("single", "annual")


class BadChange(CustomsError):
    """`field` names what cannot be read."""

    code = "what_if_change"

    def __init__(self, field: str, message: object) -> None:
        self.field = field
        super().__init__(field)
        self.message = message  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Change:
    """Texts as they are kept; empty leaves what holds. Rates and `share` in per cent, limits in yuan.

    `prefix`: codes the rates are for; needed with them. `listed`: "yes", "no" or empty.
    """

    prefix: str = ""
    vat: str = ""
    duty: str = ""
    consumption: str = ""
    listed: str = ""
    single: str = ""
    annual: str = ""
    share: str = ""

    def __post_init__(self) -> None:
        """Raises BadChange."""
        for name in (*_RATES, "share"):
            if (value := getattr(self, name)) and not 0 <= _number(name, value) <= 100:
                raise BadChange(name, _("A rate is between 0 and 100 per cent."))
        for name in _LIMITS:
            if (value := getattr(self, name)) and not 0 < _number(name, value) <= 10_000_000:
                raise BadChange(name, _("A limit is an amount in yuan above zero."))
        of_code = any(getattr(self, name) for name in (*_RATES, "listed"))
        if of_code and not (self.prefix.isascii() and self.prefix.isdigit() and 2 <= len(self.prefix) <= 10):
            raise BadChange("prefix", _("Rates are for codes that begin with 2 to 10 digits."))
        if self.listed not in ("", "yes", "no"):
            raise BadChange("listed", _("On the list or not."))
        if not of_code and not any(getattr(self, name) for name in (*_LIMITS, "share")):
            raise BadChange("prefix", _("Nothing would change."))

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Change:
        return cls(**{name: str(kept.get(name, "")) for name in cls.__slots__})

    def kept(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    @property
    def rates(self) -> tuple[PlannedRates, ...]:
        values = {name: _share(getattr(self, name)) if getattr(self, name) else None for name in _RATES}
        listed = {"yes": True, "no": False}.get(self.listed)
        if listed is None and not any(values.values()):
            return ()
        return (PlannedRates(self.prefix, **values, on_list=listed),)

    @property
    def rules(self) -> PlannedRules:
        share = Decimal(self.share).as_integer_ratio() if self.share else None
        return PlannedRules(
            single=Decimal(self.single) if self.single else None,
            annual=Decimal(self.annual) if self.annual else None,
            share=(share[0], share[1] * 100) if share else None,
        )


def _number(name: str, text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or -found.as_tuple().exponent > 4:  # type: ignore[operator]
        raise BadChange(name, _("A number with at most four places is wanted."))
    return found


def _share(per_cent: str) -> str:
    return format((Decimal(per_cent) / 100).normalize(), "f")
