"""What an operator decides about: the rows of a batch with their figures, beside what holds today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tax.models import PositiveListEntry, RateBatch, RateRow
from tax.services.batches import MODELS
from tenancy.admin import Section, Text, Words, badge

SHOWN = 100
SURE = Words(
    {
        "V": (RateRow.Confidence.V.label, "success"),
        "S": (RateRow.Confidence.S.label, "warning"),
        "M": (RateRow.Confidence.M.label, "danger"),
    }
)
KINDS: dict[str, Text] = {
    "ad_valorem": _("by value"),
    "specific": _("by quantity"),
    "compound": _("by value and quantity"),
    "high_end_cosmetics": _("high-end cosmetics"),
    "high_end_watch": _("high-end watch"),
}
# What is compared, by kind of batch: field and its words.
FIGURES: dict[str, tuple[tuple[str, Text], ...]] = {
    "hs": (
        ("name_zh", _("Chinese name")), ("duty", _("duty")), ("vat", _("VAT")), ("kind", _("consumption tax")),
        ("rate", _("rate")), ("specific", _("yuan per unit")), ("per", _("unit")),
    ),
    "article": (
        ("name_zh", _("Chinese name")), ("postal_class", _("class")), ("listed_price", _("listed price")),
        ("unit", _("unit")),
    ),
    "list": (("standing", _("standing")), ("edition", _("edition")), ("remark", _("remark"))),
}  # fmt: skip


def day(value: date | None) -> str:
    return "–" if value is None else value.isoformat()


def batch_rows(batch: RateBatch) -> Section:
    """The first rows; `changes` says what each alters in the row that held before this batch."""
    found = MODELS[batch.kind].objects.filter(batch=batch).order_by("code", "valid_from")
    rows = list(found[:SHOWN])
    before = _before(batch, [row.code for row in rows])
    columns = SHOWN_AS[batch.kind]
    headers = (
        _("code"), *(words for words, _show in columns), _("days"), _("changes"), _("confidence"), _("source"),
    )  # fmt: skip
    shown = [
        [
            row.code, *(show(row) for _words, show in columns), _days(row),
            changes(row, before.get(row.code), batch.kind), SURE.badge(row.confidence), row.source,
        ]
        for row in rows
    ]  # fmt: skip
    return Section(gettext("%(count)d rows, the first hundred") % {"count": found.count()}, headers, shown)


def _before(batch: RateBatch, codes: list[str]) -> dict[str, Any]:
    """By code: the row of the newest version before this batch."""
    older = MODELS[batch.kind].objects.filter(code__in=codes, batch__version__isnull=False)
    if batch.version is not None:
        older = older.filter(batch__version__lt=batch.version)
    found: dict[str, Any] = {}
    for row in older.order_by("-batch__version", "-valid_from"):
        found.setdefault(row.code, row)
    return found


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if name == "kind":
        return KINDS.get(value, value or "–")
    if name == "standing":
        return PositiveListEntry.Standing(value).label
    return value or "–"


def _figure(name: str) -> Callable[[Any], Any]:
    return lambda row: _shown(row, name)


def _consumption(row: Any) -> Any:
    """ "by value and quantity: 0.2 + 0.912 / litre"."""
    if not row.kind:
        return "–"
    parts = [row.rate, f"{row.specific} / {row.per}" if row.specific else ""]
    return f"{_shown(row, 'kind')}: {' + '.join(filter(None, parts))}"


def _days(row: Any) -> str:
    return day(row.valid_from) if row.valid_to is None else f"{day(row.valid_from)} – {day(row.valid_to)}"


# What stands in the table: words of the column and the cell of a row.
SHOWN_AS: dict[str, tuple[tuple[Text, Callable[[Any], Any]], ...]] = {
    "hs": (
        (_("Chinese name"), _figure("name_zh")), (_("duty"), _figure("duty")), (_("VAT"), _figure("vat")),
        (_("consumption tax"), _consumption),
    ),
    **{
        kind: tuple((words, _figure(name)) for name, words in FIGURES[kind]) for kind in ("article", "list")
    },
}  # fmt: skip


def changes(row: Any, before: Any | None, kind: str) -> Any:
    """`new`, `withdrawn`, `nothing`, or each figure that differs as old → new."""
    if row.withdrawn:
        return badge(_("withdrawn"), "danger")
    if before is None:
        return badge(_("new"), "info")
    told = [
        f"{words}: {_shown(before, name)} → {_shown(row, name)}"
        for name, words in FIGURES[kind]
        if getattr(before, name) != getattr(row, name)
    ]
    return "; ".join(told) or "–"
