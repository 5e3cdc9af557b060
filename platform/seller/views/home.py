"""Today: what waits for a hand first, then how it goes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catalog.inventory.selectors import to_do
from catalog.supply import counts
from catalog.supply.complaints import waiting
from notifications.selectors import messages_of
from orders.aftersale.selectors import to_answer
from orders.selectors.supplying import day_figures, work_counts
from orders.settlement.selectors import to_confirm
from partners.selectors import supplier
from partners.types import Seat
from seller.access import seller
from seller.amounts import yuan
from seller.frame import frame, language
from tenancy.scope import current_actor


@dataclass(frozen=True, slots=True)
class Chip:
    """Something to do: how many, where, and how urgent (`bad`, `now`, or empty)."""

    count: int
    text: str | Promise
    url: str
    tone: str

    @property
    def css(self) -> str:
        return f"todo-{self.tone}" if self.count and self.tone else "todo-none" if not self.count else ""


@seller()
@require_GET
def home(request: HttpRequest, seat: Seat) -> HttpResponse:
    now = timezone.now()
    sees_money = "money" in seat.may or "orders" in seat.may
    figures = day_figures(now) if sees_money else []
    row = supplier(seat.supplier_id)
    context = frame(request, seat, _("Today"), "home") | {
        "chips": _chips(seat),
        "figures": [
            {"day": f.day, "orders": f.packages, "pieces": f.pieces, "amount": yuan(f.amount), "bar": f.share}
            for f in figures
        ],
        "today": {"packages": figures[-1].packages, "amount": yuan(figures[-1].amount)} if figures else None,
        "score": row.score if row else None,
        "news": messages_of(int(request.user.pk or 0), 5, language=language()),
        "is_new": seat.trades and not any(chip.count for chip in _chips(seat)) and not figures,
    }
    return render(request, "seller/home.html", context)


def _chips(seat: Seat) -> list[Chip]:
    chips: list[Chip] = []
    if "orders" in seat.may:
        work, queue, orders = work_counts(), reverse("seller:queue"), reverse("seller:orders")
        chips += [
            Chip(work["to_ship"], _("to ship"), f"{queue}?column=to_ship", "now"),
            Chip(work["refused"], _("refused by customs"), f"{orders}?tab=refused", "bad"),
            Chip(work["declaring"], _("with customs"), f"{orders}?tab=declaring", ""),
            Chip(to_answer(current_actor()), _("disputes to answer"), reverse("seller:disputes"), "bad"),
        ]
    if "goods" in seat.may:
        told, products = counts(), reverse("seller:products")
        chips += [
            Chip(waiting(), _("complaints to answer"), reverse("seller:complaints"), "bad"),
            Chip(told["sent_back"], _("sent back by review"), f"{products}?state=draft", "bad"),
            Chip(told["no_profile"], _("SKUs without trade profile"), reverse("seller:trade"), "now"),
            Chip(
                told.get("state.approved", 0), _("approved, not on sale"), f"{products}?state=approved", "now"
            ),
            Chip(told.get("state.submitted", 0), _("in review"), f"{products}?state=submitted", ""),
            Chip(told.get("state.draft", 0), _("drafts"), f"{products}?state=draft", ""),
        ]
    if "money" in seat.may:
        waits_for_word = to_confirm(current_actor())
        chips.append(Chip(waits_for_word, _("statements to confirm"), reverse("seller:statements"), "now"))
    if "stock" in seat.may:
        waits, stock = to_do(timezone.localdate(), seat.supplier_id), reverse("seller:stock")
        chips += [
            Chip(waits.low, _("low in stock"), f"{stock}?warn=low", "now"),
            Chip(waits.near_expiry, _("batches near their date"), f"{stock}?warn=expiring", "now"),
        ]
    return chips
