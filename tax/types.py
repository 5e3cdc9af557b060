"""What others say to this app and hear from it: plain lines in, a frozen quote out. Money is Decimal yuan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tax.rules.explain import explain
from tax.rules.replay import replay, without_use


class TaxError(Exception):
    """Base of this app's refusals: `code` is stable, `message` is for people."""

    code = "tax_error"
    message: str | Promise = _("The tax could not be counted.")

    def __str__(self) -> str:
        return str(self.message)


class InvalidQuoteError(TaxError):
    """A line, rate or amount cannot be read. `field` is a path like ``lines[0].rates.vat``."""

    message = _("The tax could not be counted: a figure is missing or cannot be read.")

    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.field}: {self.detail}"


@dataclass(frozen=True, slots=True)
class PlainContent:
    """What one sold piece holds; `unit` is ml, g, litre, kg or piece."""

    amount: Decimal
    unit: str
    litres_per_tonne: Decimal | None = None

    def as_document(self) -> dict[str, str]:
        """As the contract's JSON."""
        document = {"amount": format(self.amount, "f"), "unit": self.unit}
        if self.litres_per_tonne is not None:
            document["litres_per_tonne"] = format(self.litres_per_tonne, "f")
        return document


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line the tax knows no product behind.

    Either `hs` (ten digits, looked up for the day) or `rates` in the contract's form
    (``{"vat": "0.13", "duty": "0.10", "consumption": None}``); `article` or `postal_class` for the post.
    """

    id: str
    quantity: int
    unit_price: Decimal
    hs: str = ""
    rates: Mapping[str, Any] | None = None
    content: PlainContent | None = None
    article: str = ""
    postal_class: str = ""
    listed_price: Decimal | None = None

    def as_document(self) -> dict[str, Any]:
        """As the contract's JSON."""
        document: dict[str, Any] = {
            "id": self.id,
            "quantity": self.quantity,
            "unit_price": format(self.unit_price, "f"),
        }
        named = {"hs": self.hs, "article": self.article, "postal_class": self.postal_class}
        document.update({name: value for name, value in named.items() if value})
        if self.rates is not None:
            document["rates"] = dict(self.rates)
        if self.content is not None:
            document["content"] = self.content.as_document()
        if self.listed_price is not None:
            document["listed_price"] = format(self.listed_price, "f")
        return document


@dataclass(frozen=True, slots=True)
class PlainDiscount:
    """`kind`: open (lowers the dutiable value), coupon, points. `lines`: ids, or None for all."""

    kind: str
    amount: Decimal
    lines: tuple[str, ...] | None = None

    def as_document(self) -> dict[str, Any]:
        """As the contract's JSON."""
        document: dict[str, Any] = {"kind": self.kind, "amount": format(self.amount, "f")}
        return document if self.lines is None else document | {"lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """Taxes of one line, yuan with two places."""

    id: str
    dutiable_value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    postal_tax: Decimal

    @property
    def total(self) -> Decimal:
        """All taxes of the line."""
        return self.duty + self.consumption_tax + self.vat + self.postal_tax


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the working in one language: `rule` is stable, `source` the regulation."""

    rule: str
    source: str
    says: str


@dataclass(frozen=True, slots=True)
class Quote:
    """An answer that adds up, or a refusal.

    `outcome`: taxed, waived, refused. Refused: `code` says why, `lines` is empty, sums are zero.
    `rule_version` names the law and the rate tables used; `document` is the JSON-able answer.
    Lines that do not add up to the sums cannot be built.
    """

    outcome: str
    regime: str
    code: str
    lines: tuple[QuoteLine, ...]
    dutiable_value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    postal_tax: Decimal
    total: Decimal
    allowance_left: Decimal | None
    rule_version: str
    document: Mapping[str, Any] = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("duty", "consumption_tax", "vat", "postal_tax"):
            if sum((getattr(line, name) for line in self.lines), Decimal(0)) != getattr(self, name):
                raise ValueError(f"lines do not add up to {name}")
        if self.duty + self.consumption_tax + self.vat + self.postal_tax != self.total:
            raise ValueError("taxes do not add up to total")

    @property
    def refused(self) -> bool:
        """Was no tax counted?"""
        return self.outcome == "refused"

    def why(self, language: str) -> tuple[Reason, ...]:
        """The working in `language` (zh… for Chinese, anything else English), proved equal to this quote."""
        tongue = "zh" if language.lower().startswith("zh") else "en"
        steps = explain(replay(self.document))
        return tuple(Reason(step.rule, step.source, getattr(step, tongue)) for step in steps)

    def as_snapshot(self) -> dict[str, Any]:
        """Everything needed to show and prove this quote again: plain JSON values.

        What the orderer used of the year, a sum over all malls, is not in it: only whether there was room.
        """
        return without_use(self.document)


@dataclass(frozen=True, slots=True)
class RegimeOption:
    """One regime beside the others. `code` says why it is out; `quote` is None where it cannot be counted."""

    regime: str
    quote: Quote | None
    code: str
    cheapest: bool

    @property
    def lawful(self) -> bool:
        """May the goods go this way?"""
        return not self.code


@dataclass(frozen=True, slots=True)
class InclusivePrice:
    """包税: the unit prices which, with their taxes, come to a sum. `finding`: none, one, several."""

    finding: str
    prices: tuple[Decimal, ...]
    quotes: tuple[Quote, ...]

    @property
    def only(self) -> Decimal | None:
        """The price, where there is exactly one."""
        return self.prices[0] if self.finding == "one" else None


class BatchNotOpenError(TaxError):
    """The batch was decided already, or there is none."""

    code = "batch_not_open"
    message = _("This batch of rates has been decided already.")


class SecondOperatorNeededError(TaxError):
    """Whoever proposed rates may not approve them."""

    code = "second_operator_needed"
    message = _("Another operator must decide on rates you proposed.")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in which row of a CSV text; `row` counts from 1, the header included."""

    row: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A CSV text as read: rows without errors, or errors without rows."""

    kind: str
    rows: tuple[dict[str, Any], ...]
    errors: tuple[RowError, ...]


class ImportRefusedError(TaxError):
    """A CSV text with errors, or empty."""

    code = "import_refused"
    message = _("Nothing was imported: some rows have errors.")

    def __init__(self, report: ImportReport) -> None:
        super().__init__(f"{len(report.errors)} errors")
        self.report = report


@dataclass(frozen=True, slots=True)
class ReturnedPart:
    """Pieces of a quoted line that come back, after `before` pieces of it came back already."""

    id: str
    pieces: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class ReturnQuote:
    """What customs gives back. Outside its windows: no tax, no allowance (`dutiable_value`)."""

    within_window: bool
    lines: tuple[QuoteLine, ...]
    tax: Decimal
    dutiable_value: Decimal
