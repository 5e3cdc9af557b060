"""The tax calculator of the operators: plain goods in, the regimes side by side out; and prices with the tax inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from tax.batch_rows import SURE
from tax.rules.reading.countries import COUNTRIES
from tax.rules.ruleset import rules_on
from tax.services import compare_regimes, solve_inclusive_price
from tax.types import InclusivePrice, InvalidQuoteError, PlainContent, PlainDiscount, PlainLine, RegimeOption
from tenancy.admin import Section, Text, badge, yuan

ZERO = Decimal("0.00")
LINES = 3
REGIMES: dict[str, Text] = {
    "cbec": _("cross-border e-commerce"),
    "postal": _("postal tax"),
    "general": _("general trade"),
}
WHY_OUT: dict[str, Text] = {
    "over_annual_limit": _("the year's limit is passed"),
    "over_single_limit": _("above the single limit with more than one piece"),
    "over_parcel_limit": _("above the parcel limit with more than one piece"),
    "not_on_list": _("not known to be on the positive list"),
    "no_postal_class": _("not every line has a postal article"),
    "rate_missing": _("no duty rate is known on this day"),
}
FAULTS: dict[str, Text] = {
    "unknown_code": _("There are no rates for this code on this day."),
    "rate_missing": _("A rate is not known on this day."),
    "not_a_code": _("An HS code has ten digits, an article eight."),
    "content_missing": _("What one piece holds is needed here."),
    "content_incompatible": _("What one piece holds is in a unit that cannot be counted here."),
    "discount_too_large": _("The discount is above the goods."),
    "tier_undecided": _("The price is too near the limit between two tiers to tell."),
    "no_rule_on_date": _("There are no rules for this day: they begin on 2016-04-08."),
    "missing": _("A line needs an HS code."),
    "unknown_class": _("There is no such postal class on this day."),
    "not_solvable": _("A price with the tax inside is solved for one line without a discount."),
}
UNITS = ("ml", "g", "litre", "kg", "piece")


def _money(label: Any, **options: Any) -> forms.DecimalField:
    widget = UnfoldAdminTextInputWidget({"inputmode": "decimal"})
    return forms.DecimalField(
        label=label, min_value=0, max_digits=12, decimal_places=2, required=False, widget=widget, **options
    )


def _text(label: Any, most: int, **attributes: str) -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attributes)
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


class _Form(forms.Form):
    """Labels begin with a capital, as the admin's own do."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.label = capfirst(field.label)


class OrderForm(_Form):
    """What stands at the head of the calculator."""

    on = forms.DateField(label=_("day"), widget=UnfoldAdminTextInputWidget({"type": "date"}))
    origin = forms.CharField(
        label=_("sent from"),
        max_length=2,
        required=False,
        widget=UnfoldAdminTextInputWidget({"placeholder": "JP"}),
    )
    freight = _money(_("freight and insurance"))
    discount = _money(_("open discount"))
    used = _money(_("used of the year's limit"))
    gross = _money(_("price with the tax inside"))

    def clean_origin(self) -> str:
        origin: str = self.cleaned_data["origin"].upper()
        if origin and origin not in COUNTRIES:
            raise forms.ValidationError(_("Two letters of a country, like JP."))
        return origin


class GoodsForm(_Form):
    """One line; a wholly empty one is none."""

    hs = _text(_("HS code"), 10, inputmode="numeric")
    article = _text(_("postal article"), 8, inputmode="numeric")
    quantity = forms.IntegerField(
        label=_("pieces"), min_value=1, max_value=999, required=False, widget=UnfoldAdminTextInputWidget()
    )
    price = _money(_("unit price"))
    content = forms.DecimalField(
        label=_("one piece holds"), min_value=0, max_digits=12, decimal_places=4, required=False,
        widget=UnfoldAdminTextInputWidget({"inputmode": "decimal"}),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("unit"), choices=[("", "–"), *((unit, unit) for unit in UNITS)], required=False,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.filled(values) and not self.errors:
            for name in ("hs", "price"):
                if values[name] in (None, ""):
                    self.add_error(name, self.fields[name].error_messages["required"])
            if (values["content"] is None) != (not values["unit"]):
                self.add_error("unit", _("Amount and unit belong together."))
        return values

    @staticmethod
    def filled(values: Mapping[str, Any]) -> bool:
        return any(values.get(name) not in (None, "") for name in ("hs", "article", "price", "content"))

    def line(self, number: int) -> PlainLine | None:
        values = self.cleaned_data
        if not self.filled(values):
            return None
        held = PlainContent(values["content"], values["unit"]) if values["unit"] else None
        return PlainLine(
            id=str(number), quantity=values["quantity"] or 1, unit_price=values["price"], hs=values["hs"],
            content=held, article=values["article"],
        )  # fmt: skip


GoodsForms = forms.formset_factory(GoodsForm, extra=LINES, max_num=LINES)


class Desk:
    """One asking of the calculator. `sections` are tables, `fault` is what could not be counted, in words."""

    def __init__(self, asked: Mapping[str, Any] | None, today: date) -> None:
        given = asked or None
        self.order = OrderForm(given, initial={"on": today.isoformat(), "origin": "JP"})
        self.goods = GoodsForms(given, prefix="line")
        self.fault = ""
        self.sections: list[Section] = []
        if given and self.order.is_valid() and self.goods.is_valid():
            self._answer()

    def _answer(self) -> None:
        lines = [line for number, form in enumerate(self.goods, 1) if (line := form.line(number))]
        if not lines:
            self.fault = gettext("Give at least one line.")
            return
        try:
            self.sections = list(self._sections(lines))
        except InvalidQuoteError as error:
            self.fault = fault_words(error)

    def _sections(self, lines: Sequence[PlainLine]) -> Iterator[Section]:
        head = self.order.cleaned_data
        cut = head["discount"] or ZERO
        options = compare_regimes(
            on=head["on"],
            origin=head["origin"],
            lines=lines,
            freight=head["freight"] or ZERO,
            discounts=[PlainDiscount("open", cut)] if cut else (),
            allowance_used=head["used"] or ZERO,
        )
        before = (
            sum((line.unit_price * line.quantity for line in lines), ZERO) - cut + (head["freight"] or ZERO)
        )
        yield side_by_side(options, before)
        if head["gross"] is not None:
            yield self._inside(lines, cut)
        yield rates_used(options)
        yield law(head["on"])
        yield from (working(option) for option in options if option.quote)

    def _inside(self, lines: Sequence[PlainLine], cut: Decimal) -> Section:
        if len(lines) != 1 or cut:
            raise InvalidQuoteError("lines", "not_solvable", "one line and no discount")
        head = self.order.cleaned_data
        found = solve_inclusive_price(
            regime="auto", on=head["on"], origin=head["origin"], line=lines[0], gross=head["gross"],
            freight=head["freight"] or ZERO, allowance_used=head["used"] or ZERO,
        )  # fmt: skip
        return inside(found, head["gross"])


def fault_words(error: InvalidQuoteError) -> str:
    """Which line, and what is wrong, for people."""
    says = str(FAULTS.get(error.code, InvalidQuoteError.message))
    if not error.field.startswith("lines["):
        return says
    number = int(error.field[6:].partition("]")[0]) + 1
    return gettext("Line %(number)d: %(says)s") % {"number": number, "says": says}


def side_by_side(options: Sequence[RegimeOption], before: Decimal) -> Section:
    """A row for each regime, the cheapest lawful one marked."""
    return Section(
        _("Regimes side by side"),
        (
            _("regime"), "", _("dutiable value"), _("duty"), _("consumption tax"), _("VAT"), _("postal tax"),
            _("tax in all"), _("goods, freight and tax"),
        ),
        [_row(option, before) for option in options],
    )  # fmt: skip


def _row(option: RegimeOption, before: Decimal) -> list[Any]:
    name, quote = REGIMES[option.regime], option.quote
    if quote is None or not option.lawful:
        return [
            name,
            badge(WHY_OUT.get(option.code, FAULTS.get(option.code, option.code)), "warning"),
            *["–"] * 7,
        ]
    mark = badge(_("cheapest"), "success") if option.cheapest else ""
    if quote.outcome == "waived":
        mark = format_html("{} {}", mark, badge(_("waived: 50 yuan or less"), "info"))
    taxes = (
        quote.dutiable_value,
        quote.duty,
        quote.consumption_tax,
        quote.vat,
        quote.postal_tax,
        quote.total,
    )
    return [name, mark or badge(_("lawful")), *(yuan(tax) for tax in taxes), yuan(before + quote.total)]


def inside(found: InclusivePrice, gross: Decimal) -> Section:
    """The unit prices that sell at `gross` with all taxes; none and several are said."""
    title = {
        "none": _("No price comes to %(gross)s with its tax: a rounding or a threshold leaves a gap here"),
        "one": _("One price comes to %(gross)s with its tax"),
        "several": _("Several prices come to %(gross)s with their tax"),
    }[found.finding]
    rows = [
        [yuan(price), REGIMES[quote.regime], yuan(quote.total), yuan(gross)]
        for price, quote in zip(found.prices, found.quotes, strict=True)
    ]
    headers = (_("unit price"), _("regime"), _("tax in all"), _("price with the tax inside"))
    return Section(str(title) % {"gross": yuan(gross)}, headers, rows)


def rates_used(options: Sequence[RegimeOption]) -> Section:
    """The rows of the rate tables behind the figures; what is memory only says so."""
    from tax.models import RateRow

    tones = {"V": "success", "S": "warning", "M": "danger"}
    tables: dict[str, Any] = next((option.quote.document["tables"] for option in options if option.quote), {})
    rows = [
        [code, source, badge(RateRow.Confidence(confidence).label, tones[confidence])]
        for code, source, confidence in _origins(tables)
    ]
    title = gettext("Rates used, version %(version)s") % {"version": tables.get("version", "–")}
    return Section(title, (_("code"), _("source"), _("confidence")), rows)


def _origins(tables: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Code, source and confidence of rates, borrowed duties and marks on the positive list."""
    for name in ("hs", "articles"):
        for code, row in tables.get(name, {}).items():
            yield code, row["source"], row["confidence"]
            if row.get("duty_from"):
                words = gettext("%(code)s, duty from %(lender)s") % {"code": code, "lender": row["duty_from"]}
                yield words, row["duty_source"], row["duty_confidence"]
            if row.get("list_confidence"):
                words = gettext("%(code)s, place on the positive list") % {"code": code[:8]}
                yield words, row["list_source"], row["list_confidence"]


def law(on: date) -> Section:
    """What holds on a day: each row of the law with its first day, source, and how sure that is."""
    rules = rules_on(on)
    rows: list[tuple[Text, Any]] = [
        (_("limits of one purchase and of a year"), rules.limits),
        (_("share of consumption tax and VAT within the limits"), rules.reduction),
        (_("high-end cosmetics"), rules.thresholds),
        (_("rates of the postal tax"), rules.postal),
        (_("limits of a parcel, tax that is waived"), rules.parcel),
        (_("small duty"), rules.small_duty),
        (_("duty"), rules.laws.tariff),
        (_("VAT"), rules.laws.vat),
        (_("consumption tax"), rules.laws.consumption),
    ]
    told = [(name, row.since, row.source, row.confidence) for name, row in rows]
    high, parcel = rules.thresholds, rules.parcel
    told += [
        (_("high-end watch"), high.since, high.watch_source, high.watch_confidence),
        (
            _("listed price left at double or half"),
            parcel.since,
            parcel.listed_source,
            parcel.listed_confidence,
        ),
    ]
    return Section(
        gettext("The law on this day: %(version)s") % {"version": rules.version},
        (_("what"), _("since"), _("source"), _("confidence")),
        [[name, since.isoformat(), source, SURE.badge(sure)] for name, since, source, sure in told],
    )


def working(option: RegimeOption) -> Section:
    """How one regime's figures came about, proved equal to them."""
    assert option.quote is not None
    reasons = option.quote.why(get_language() or "zh-hans")
    title = gettext("The working: %(regime)s") % {"regime": REGIMES[option.regime]}
    return Section(
        title, (_("step of the working"), _("source")), [[reason.says, reason.source] for reason in reasons]
    )
