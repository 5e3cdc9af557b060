"""After-sale: the form, the list, one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.aftersale.choices import reasons_for
from orders.aftersale.models import KINDS, Request
from orders.aftersale.policy import policy
from orders.aftersale.reasons import REASONS, Kind
from orders.aftersale.selectors import OpenPackage, history, pictures_of
from orders.aftersale.types import Breakdown, Clocks, TaxFrom
from orders.aftersale.words import STATES
from orders.lifecycle.axes import Aftersale
from orders.selectors.lists import line_view
from storefront.filling.language import language
from storefront.filling.orders import line_of
from storefront.presentation import CartLine, Price, TimelineStep
from storefront.presentation.aftersale import (
    Amount,
    KindChoice,
    PieceLine,
    ReasonChoice,
    RequestCard,
    RequestForm,
    RequestView,
    Window,
)

_TONES = {
    "requested": "busy", "approved": "warn", "returning": "busy", "received": "busy", "settled": "ok",
    "refused": "bad", "arbitrating": "busy", "withdrawn": "quiet",
}  # fmt: skip


def request_form(
    found: OpenPackage,
    typed: Mapping[str, str],
    pieces: Mapping[int, int],
    back: Breakdown | None = None,
    problem: str = "",
) -> RequestForm:
    """`typed`: kind, reason, words. With `back` the amounts stand there to be confirmed."""
    number = found.package.order.number
    kind = typed.get("kind") or next((c.kind for c in found.choices if c.open), "")
    only = len(found.lines) == 1
    return RequestForm(
        order_number=number,
        order_url=reverse("storefront:order", args=[number]),
        package_number=found.package.number,
        kinds=tuple(
            KindChoice(
                c.kind, str(KINDS[Kind(c.kind)]), _kind_text(c.kind), c.open, c.kind == kind, c.why_not
            )
            for c in found.choices
        ),
        reasons=_reasons(found, typed.get("reason", "")),
        lines=tuple(
            PieceLine(
                line_of(line.shown),
                f"pieces-{line.id}",
                line.left,
                pieces.get(line.id, line.left if only else 0),
            )
            for line in found.lines
        ),
        closed="" if found.is_open else _closed(found),
        problem=problem,
        words=typed.get("words", ""),
        confirming=back is not None,
        amounts=_amounts(back.goods, back.discount, back.freight, back.tax) if back else (),
        total=Price.of(back.amount) if back else None,
        windows=_customs(back.clocks) if back else (),
        notes=_notes(back.tax_from, back.tax_kept) if back else (),
    )


def _reasons(found: OpenPackage, chosen: str) -> tuple[ReasonChoice, ...]:
    """Of every open kind, once each: without script all stand there, and the server says what does not fit."""
    rows = {row.code: row for c in found.choices if c.open for row in reasons_for(found.package, c.kind)}
    return tuple(ReasonChoice(code, str(row.words), code == chosen) for code, row in rows.items())


def _closed(found: OpenPackage) -> str:
    if not any(line.left for line in found.lines):
        return _("Every piece of this package stands in a request already.")
    return found.choices[0].why_not


def _kind_text(kind: str) -> str:
    return {
        "refund": _("You keep what you have; the amount is agreed with the mall."),
        "return": _("Send the goods back and get the money back."),
        "exchange": _("Send the goods back and get the same goods again."),
    }[kind]


def _amounts(goods: Decimal, discount: Decimal, freight: Decimal, tax: Decimal) -> tuple[Amount, ...]:
    rows = [Amount(_("Goods"), Price.of(goods))]
    if discount:
        rows.append(Amount(_("Discount taken back"), Price.of(discount), minus=True))
    rows.append(Amount(_("Freight"), Price.of(freight)))
    rows.append(Amount(_("Tax"), Price.of(tax)))
    return tuple(rows)


def _notes(tax_from: str, tax_kept: Decimal) -> tuple[str, ...]:
    words = {
        TaxFrom.UNTAKEN: _("Customs has not taken the tax, so all of it comes back."),
        TaxFrom.CUSTOMS: _("Customs gives tax and yearly allowance back if the goods return in time."),
        TaxFrom.MALL: _("Customs keeps the tax; the mall pays it back to you."),
        TaxFrom.NOBODY: _("Customs keeps the tax of these goods: it cannot be given back."),
    }
    return (words[TaxFrom(tax_from)],) if tax_from != TaxFrom.NOBODY or tax_kept else ()


def _customs(clocks: Clocks) -> tuple[Window, ...]:
    found = []
    if clocks.apply_by:
        found.append(Window(_("Customs: ask by"), clocks.apply_by, _("30 days after release")))
    if clocks.back_by:
        found.append(Window(_("Customs: goods back by"), clocks.back_by, _("45 days after release")))
    return tuple(found)


def request_cards(rows: Iterable[Request]) -> tuple[RequestCard, ...]:
    return tuple(
        RequestCard(
            number=row.number,
            url=reverse("storefront:aftersale", args=[row.number]),
            order_number=row.order.number,
            kind=str(KINDS[Kind(row.kind)]),
            state_text=str(STATES[Aftersale(row.state)][0]),
            tone=_TONES[row.state],
            at=row.created_at,
            total=Price.of(row.amount),
            lines=_lines(row),
        )
        for row in rows
    )


def _lines(row: Request) -> tuple[CartLine, ...]:
    return tuple(
        replace(line_of(line_view(r.line, language())), quantity=r.pieces, amount=Price.of(r.goods))
        for r in row.lines.all()
    )


def request_view(row: Request) -> RequestView:
    exchange = row.kind == Kind.EXCHANGE
    sends = row.state == "approved" and row.kind != Kind.REFUND
    return RequestView(
        number=row.number,
        kind=str(KINDS[Kind(row.kind)]),
        reason=str(REASONS[row.reason].words),
        words=row.words,
        reply=row.reply,
        state_text=str(STATES[Aftersale(row.state)][0]),
        tone=_TONES[row.state],
        headline=_headline(row),
        order_number=row.order.number,
        order_url=reverse("storefront:order", args=[row.order.number]),
        lines=_lines(row),
        amounts=() if exchange else _amounts(row.goods, row.discount, row.freight, row.tax),
        total=Price.of(row.amount),
        windows=_windows(row),
        steps=_steps(row),
        pictures=tuple(
            reverse("storefront:aftersale_picture", args=[row.number, n]) for n in pictures_of(row)
        ),
        notes=() if exchange else _notes(row.tax_from, row.tax_kept),
        return_address=policy().return_address if sends else "",
        waybill=f"{row.carrier} {row.waybill}".strip(),
        replacement=f"{row.sent_carrier} {row.sent_waybill}".strip(),
        withdraw=row.state in ("requested", "approved"),
        appeal=row.state == "refused" and not row.appealed,
        send_back=sends,
    )


def _headline(row: Request) -> str:
    goods = row.kind != Kind.REFUND
    if row.state == "approved":
        return _("Please send the goods back.") if goods else _("The refund is being checked once more.")
    if row.state == "settled":
        return _settled(row)
    words = {
        "requested": _("The mall answers in time, or your request counts as approved."),
        "returning": _("The mall checks the goods when they arrive."),
        "received": _("The goods are here; the refund follows."),
        "refused": _("You may ask the mall's owner to look at it again."),
        "arbitrating": _("The mall's owner decides."),
        "withdrawn": _("You may ask again while the time is open."),
    }
    if row.state == "refused" and row.appealed:
        return _("The owner's decision stands. You may still turn to 12315.")
    return words[row.state]


def _settled(row: Request) -> str:
    if row.kind == Kind.EXCHANGE:
        return _("The replacement is on its way.")
    if row.refund is not None and row.refund.state == "done":
        return _("The money is back in the account you paid from.")
    return _("The money is on its way to the account you paid from.")


def _windows(row: Request) -> tuple[Window, ...]:
    own = {
        "requested": _("The mall answers by"),
        "approved": _("Send the goods back by"),
        "returning": _("The mall checks the goods by"),
        "arbitrating": _("The owner decides by"),
    }
    found = [Window(own[row.state], row.acts_by)] if row.acts_by and row.state in own else []
    live = (
        row.state in ("requested", "approved", "returning", "arbitrating") and row.tax_from == TaxFrom.CUSTOMS
    )
    return (*found, *(_customs(Clocks(row.apply_by, row.back_by)) if live else ()))


def _steps(row: Request) -> tuple[TimelineStep, ...]:
    who = {"shopper": _("You"), "clock": _("By the clock")}
    return tuple(
        TimelineStep(
            s.says, "done", s.at, actor=who.get(s.actor.partition(":")[0], _("The mall's staff")), text=s.note
        )
        for s in history(row, language())
    )
