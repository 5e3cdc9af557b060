"""A row of texts becomes values, or a list of what is wrong with it: [field, sentence, values to fill in]."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_noop as noop

from catalog.models import Category, Mode, Product, Sku
from catalog.selectors import words
from catalog.supply import warehouses
from customs.rules.codes import countries, units
from seller.amounts import typed_amount
from seller.importing.columns import BY_KEY, NEEDED

Problem = list[Any]
FIGURES = ("unit1_factor", "net_kg", "gross_kg")
PROFILE = ("hs_code", "declared_name", "declared_elements", "unit", "unit1", *FIGURES)
SECOND = ("unit2", "unit2_factor")
OF_PRODUCT = (
    "title_zh", "title_en", "brand_zh", "brand_en", "category", "mode", "warehouse", "origin", "description_zh",
    "description_en",
)  # fmt: skip
_CODE = re.compile(r"^[\w.\-/#+]+$")
_LAST_PRICE, _MOST_FIGURE = Decimal("999999.99"), Decimal("1000000")


@dataclass(slots=True)
class Known:
    """What the mall offers, read once for a whole file; and of a batch's codes those that are there.

    `skus`: code -> (supplier, product code); `products`: code -> supplier; `seen`: SKU -> its first row in the file.
    """

    supplier_id: int
    offers: dict[str, dict[str, str]]
    skus: dict[str, tuple[int, str]] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    told: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """Product -> field -> (row that said it first, hash of what it said)."""

    def look_up(self, sku_codes: Iterable[str], product_codes: Iterable[str]) -> None:
        """Two statements a batch; a mall of any size costs no memory. A row without a product code makes one of its
        SKU's."""
        skus, products = list(sku_codes), [*sku_codes, *product_codes]
        found = Sku.objects.filter(code__in=skus)
        self.skus = {
            code: (supplier, product)
            for code, supplier, product in found.values_list("code", "product__supplier_id", "product__code")
        }
        self.products = dict(Product.objects.filter(code__in=products).values_list("code", "supplier_id"))


def known_for(supplier_id: int) -> Known:
    return Known(
        supplier_id,
        {
            "category": _categories(), "warehouse": _warehouses(), "mode": _modes(), "origin": _origins(),
            "unit": _units(),
        },
    )  # fmt: skip


def _named(rows: Mapping[str, list[str]]) -> dict[str, str]:
    """lower-case name -> value; a name that means two things means neither, unless it is a code."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for value, names in rows.items():
        for name in {n.lower() for n in names if n}:
            if found.setdefault(name, value) != value:
                twice.add(name)
    kept = {name: value for name, value in found.items() if name not in twice}
    return kept | {names[0].lower(): value for value, names in rows.items()}


def _categories() -> dict[str, str]:
    return _named({str(c.pk): [c.slug, *words(c, "name").values()] for c in Category.objects.all()})


def _warehouses() -> dict[str, str]:
    return _named({str(w.pk): [w.code, *words(w, "name").values()] for w in warehouses()})


def _modes() -> dict[str, str]:
    from customs.rules.modes import RULES

    return _named(
        {
            m.value: [m.value, RULES[m].zh, RULES[m].en, RULES[m].trade_code, str(Mode(m.value).label)]
            for m in RULES
        }
    )


def _origins() -> dict[str, str]:
    rows = countries.table().rows.values()
    return _named({row.iso: [row.iso, row.zh, row.en, row.iso3, row.code] for row in rows if row.iso})


def _units() -> dict[str, str]:
    return _named({row.code: [row.code, row.zh, row.en] for row in units.table().rows.values()})


def check_row(cells: Mapping[str, str], known: Known, number: int) -> tuple[dict[str, Any], list[Problem]]:
    """Values by key (blanks left out), and the problems in the order of the columns."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, column in BY_KEY.items():
        raw = cells.get(key, "").strip()
        text = unquoted(raw)
        if raw.startswith("="):
            problems.append([key, noop("This cell holds a formula. Paste its value instead."), {}])
        elif len(text) > column.most:
            says = noop("This is longer than %(most)s characters.")
            problems.append([key, says, {"most": column.most}])
        elif text:
            value, problem = _value(key, text, known)
            problems += [[key, *problem]] if problem else []
            values |= {} if problem else {key: value}
    problems += _together(values, known, number, {p[0] for p in problems})
    order = list(BY_KEY)
    return values, sorted(problems, key=lambda p: order.index(p[0]))


def unquoted(text: str) -> str:
    """Exports put ' before what a program could take for a formula; it comes off again."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _value(key: str, text: str, known: Known) -> tuple[Any, tuple[str, dict[str, Any]] | None]:
    offers = BY_KEY[key].offers
    if offers:
        value = known.offers[offers].get(text.partition("|")[0].strip().lower())
        if value is None:
            return None, (noop("“%(text)s” is not among those on offer."), {"text": text[:40]})
        return value, None
    check = _CHECKS.get(key)
    return check(text) if check else (text, None)


def _price(text: str) -> tuple[Any, Any]:
    amount = typed_amount(text)
    if amount is None:
        return None, (noop("“%(text)s” is no price. Write digits, such as 129.00."), {"text": text[:40]})
    if not Decimal(0) < amount <= _LAST_PRICE or amount != amount.quantize(Decimal("0.01")):
        return None, (noop("A price is above 0 and below 1,000,000, with at most two decimals."), {})
    return str(amount), None


def _pieces(text: str) -> tuple[Any, Any]:
    plain = text.removesuffix(".0")
    if not plain.isascii() or not plain.isdigit() or int(plain) > 10_000_000:
        return None, (noop("“%(text)s” is no number of pieces."), {"text": text[:40]})
    return int(plain), None


def _figure(places: str) -> Callable[[str], tuple[Any, Any]]:
    """A weight or factor, rounded to what is kept of it: sheets compute 0.30000000000000004."""

    def read(text: str) -> tuple[Any, Any]:
        amount = typed_amount(text)
        if amount is not None and abs(amount) < _MOST_FIGURE:
            amount = amount.quantize(Decimal(places), ROUND_HALF_UP)
        if amount is None or not Decimal(0) < amount < _MOST_FIGURE:
            return None, (noop("“%(text)s” is no figure above 0."), {"text": text[:40]})
        return str(amount), None

    return read


def _hs(text: str) -> tuple[Any, Any]:
    plain = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"\d{10}", plain, re.ASCII):
        return None, (noop("An HS code has 10 digits."), {})
    return plain, None


def _code(text: str) -> tuple[Any, Any]:
    if not _CODE.match(text):
        return None, (noop("A code holds letters, digits and . - _ / # + only."), {})
    return text, None


_CHECKS: dict[str, Callable[[str], tuple[Any, Any]]] = {
    "price": _price, "stock": _pieces, "hs_code": _hs, "sku": _code, "product": _code,
    "unit1_factor": _figure("0.00001"), "unit2_factor": _figure("0.00001"),
    "net_kg": _figure("0.0001"), "gross_kg": _figure("0.0001"),
}  # fmt: skip


def _together(values: dict[str, Any], known: Known, number: int, told: set[str]) -> list[Problem]:
    """What only the whole row, the whole file or the mall can tell."""
    sku = values.get("sku")
    there = known.skus.get(sku) if sku else None
    is_ours = there is not None and there[0] == known.supplier_id
    problems: list[Problem] = []
    for key in NEEDED if not is_ours else ["sku"]:
        if key not in values and key not in told:
            problems.append([key, noop("This is needed."), {}])
    has_sister = values.get("product") in (known.products.keys() | known.told.keys())
    if not is_ours and not has_sister and not (values.get("title_zh") or values.get("title_en")):
        problems.append(["title_zh", noop("A title is needed in at least one language."), {}])
    if there is not None and not is_ours:
        problems.append(["sku", noop("This code is taken in this mall. Use another one."), {}])
    if sku and known.seen.setdefault(sku, number) != number:
        says = noop("This SKU stands in row %(row)s already.")
        problems.append(["sku", says, {"row": known.seen[sku]}])
    product = values.get("product") or (None if there else sku)
    if product and known.products.get(product, known.supplier_id) != known.supplier_id:
        problems.append(
            [
                "product" if "product" in values else "sku",
                noop("This code is taken in this mall. Use another one."),
                {},
            ]
        )
    problems += _against_sisters(values, known, number)
    problems += _second_unit(values, told, is_ours=is_ours)
    given = [key for key in PROFILE if key in values]
    if given and not is_ours and len(given) < len(PROFILE):
        missing = next(key for key in PROFILE if key not in values)
        if missing not in told:
            problems.append([missing, noop("A trade profile is whole or not at all: this is missing."), {}])
    return problems


def _second_unit(values: dict[str, Any], told: set[str], *, is_ours: bool) -> list[Problem]:
    """Most codes have one statutory unit; where there are two, the second has its quantity. Of a SKU that is there one
    of both may be left out: it stays."""
    missing = [key for key in SECOND if key not in values]
    if len(missing) != 1 or missing[0] in told or is_ours:
        return []
    return [[missing[0], noop("The second statutory unit and its quantity are given together."), {}]]


def _against_sisters(values: dict[str, Any], known: Known, number: int) -> list[Problem]:
    """What belongs to the product is the same in all its rows: else each import would undo the one before."""
    if "product" not in values:
        return []
    told, problems = known.told.setdefault(values["product"], {}), []
    for key in OF_PRODUCT:
        if key in values:
            row, said = told.setdefault(key, (number, hash(values[key])))
            if said != hash(values[key]):
                says = noop("Row %(row)s says something else for this product.")
                problems.append([key, says, {"row": row}])
    return problems
