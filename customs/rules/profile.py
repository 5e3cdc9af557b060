"""What customs must know of a SKU: the trade profile (商品备案信息), and what it still lacks for a mode."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from customs.rules.codes import countries, units
from customs.rules.modes import Mode, rule
from customs.rules.types import Finding, Mender, noop
from identifiers import hs_code

NAME_MAX = 250
GMODEL_MAX = 510


@dataclass(frozen=True, slots=True)
class TradeProfile:
    """As kept per SKU. `origin` is ISO (JP); units are three digits; `factor1`/`factor2` are statutory units
    (法定计量单位) in ONE sold piece; weights are kilograms of one piece. None or empty: not known."""

    hs_code: str = ""
    declared_name: str = ""
    gmodel: str = ""
    brand: str = ""
    origin: str = ""
    unit: str = ""
    unit1: str = ""
    factor1: Decimal | None = None
    unit2: str = ""
    factor2: Decimal | None = None
    net_kg: Decimal | None = None
    gross_kg: Decimal | None = None
    item_record_no: str = ""
    postal_article: str = ""
    on_positive_list: bool | None = None


#: Field → the sentence that names it missing.
MISSING = {
    "hs_code": noop("The HS code is missing."),
    "declared_name": noop("The name for customs is missing."),
    "gmodel": noop("The declaration elements (brand, specification, composition) are missing."),
    "brand": noop("The brand is missing."),
    "origin": noop("The country of origin is missing."),
    "unit": noop("The unit of sale is missing."),
    "unit1": noop("The first statutory unit is missing."),
    "factor1": noop("How many first statutory units one piece holds is missing."),
    "net_kg": noop("The net weight is missing."),
    "gross_kg": noop("The gross weight is missing."),
    "item_record_no": noop("The record number in the bonded account book is missing."),
    "postal_article": noop("The postal tax article is missing."),
}


def missing(profile: TradeProfile, mode: Mode) -> list[Finding]:
    """Everything a port would refuse in `profile` under `mode`; empty when it can be declared."""
    needed = rule(mode).profile_fields
    absent = [name for name in needed if getattr(profile, name) in ("", None)]
    found = [_found(f"profile.missing.{name}", name, MISSING[name]) for name in absent]
    found += _wrong(profile)
    if rule(mode).needs_positive_list and not profile.on_positive_list:
        found.append(_positive_list(profile))
    return found


def _found(code: str, field: str, says: str, **values: str) -> Finding:
    return Finding(code, field, says, Mender.SUPPLIER, values)


def _positive_list(profile: TradeProfile) -> Finding:
    says = noop("The goods are not on the list for cross-border retail import (HS code %(hs)s).")
    return _found("profile.not_on_list", "on_positive_list", says, hs=profile.hs_code or "-")


def _wrong(profile: TradeProfile) -> list[Finding]:
    return [*_wrong_codes(profile), *_wrong_texts(profile), *_wrong_figures(profile)]


def _wrong_codes(profile: TradeProfile) -> Iterator[Finding]:
    if profile.hs_code and not hs_code.is_declarable(profile.hs_code):
        says = noop("The HS code %(hs)s is not 10 digits of the tariff.")
        yield _found("profile.hs_code", "hs_code", says, hs=profile.hs_code)
    if profile.origin and not countries.knows_iso(profile.origin):
        says = noop("Customs has no code for the origin %(origin)s.")
        yield _found("profile.origin", "origin", says, origin=profile.origin)
    for name in ("unit", "unit1", "unit2"):
        code = getattr(profile, name)
        if code and code not in units.table():
            says = noop("%(unit)s is not a unit customs knows.")
            yield _found(f"profile.{name}", name, says, unit=code)


def _wrong_texts(profile: TradeProfile) -> Iterator[Finding]:
    for name, longest in (("declared_name", NAME_MAX), ("gmodel", GMODEL_MAX)):
        if len(getattr(profile, name)) > longest:
            says = noop("The text for customs is longer than %(longest)s characters.")
            yield _found(f"profile.{name}_long", name, says, longest=str(longest))


def _wrong_figures(profile: TradeProfile) -> Iterator[Finding]:
    for name in ("factor1", "factor2", "net_kg", "gross_kg"):
        figure = getattr(profile, name)
        if figure is not None and not (figure.is_finite() and figure > 0):
            yield _found(f"profile.{name}", name, noop("Weights and quantities must be above zero."))
            return
    if profile.net_kg and profile.gross_kg and profile.net_kg > profile.gross_kg:
        says = noop("The net weight %(net)s kg is above the gross weight %(gross)s kg.")
        yield _found(
            "profile.net_above_gross", "net_kg", says, net=str(profile.net_kg), gross=str(profile.gross_kg)
        )
    if bool(profile.unit2) != (profile.factor2 is not None):
        says = noop("A second statutory unit and its quantity come together or not at all.")
        yield _found("profile.second_unit", "unit2", says)
    yield from _weight_units(profile)


def _weight_units(profile: TradeProfile) -> Iterator[Finding]:
    """A statutory quantity in kilograms (or grams …) is the net weight, by another name."""
    for unit, factor, name in (
        (profile.unit1, profile.factor1, "factor1"),
        (profile.unit2, profile.factor2, "factor2"),
    ):
        if unit not in units.KILOGRAMS or factor is None or profile.net_kg is None:
            continue
        weight = factor * units.KILOGRAMS[unit]
        if weight != profile.net_kg:
            says = noop("The statutory quantity weighs %(stated)s kg but the net weight is %(net)s kg.")
            yield _found(
                "profile.weight_disagrees", name, says, stated=f"{weight:f}", net=f"{profile.net_kg:f}"
            )
