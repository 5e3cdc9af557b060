"""The mode chooser's page: what a cart of SKUs would cost by every customs mode, and why some are not possible."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Sku
from catalog.selectors import offers
from customs.admin.board import WHO, _page, span
from customs.messages.times import BEIJING
from customs.policy.choose import Choice, PackageChoices, choose
from customs.rules.modes import RULES
from orders.pricing import MOST_PIECES
from tenancy.admin import MallAdmin, Section, badge, yuan

_MOST = 30


def modes(desk: MallAdmin, request: HttpRequest) -> HttpResponse:
    """`?q=` codes with quantities: `P1-1 2, P2-1`."""
    wanted = request.GET.get("q", "").strip()[:600]
    pieces, unknown = _read(wanted)
    sections = [*_unknown(unknown), *_choices(pieces)] if wanted else [_how()]
    return _page(desk, request, _("Mode chooser"), sections, search=wanted)


def _read(wanted: str) -> tuple[dict[int, int], list[str]]:
    """SKU to pieces, and the codes nobody has."""
    asked: dict[str, int] = {}
    for part in [part.strip() for part in re.split(r"[,;，；\n]", wanted) if part.strip()][:_MOST]:
        code, quantity = _one(part)
        asked[code] = min(MOST_PIECES, asked.get(code, 0) + quantity)
    known = dict(Sku.objects.filter(code__in=asked).values_list("code", "pk"))
    return {known[code]: n for code, n in asked.items() if code in known}, [
        c for c in asked if c not in known
    ]


def _one(part: str) -> tuple[str, int]:
    code, _space, number = part.replace("×", " ").replace("*", " ").rpartition(" ")
    if code and number.isdecimal() and number.isascii():
        return code.strip(), max(1, int(number[:3]))
    return part, 1


def _how() -> Section:
    says = _("Type SKU codes with quantities, parted by commas: CODE 2, CODE 1.")
    return Section(_("How to ask"), (_("mode"), _("may be sold")), [(says, "")])


def _unknown(codes: list[str]) -> list[Section]:
    if not codes:
        return []
    says = _("There is no SKU with this code.")
    return [Section(_("Not found"), (_("SKU"), _("reason")), [(code, says) for code in codes])]


def _choices(pieces: dict[int, int]) -> list[Section]:
    now = timezone.now()
    found = choose(pieces=pieces, offers=offers(pieces), on=now.astimezone(BEIJING).date(), now=now)
    return [_section(number, one) for number, one in enumerate(found, 1)]


def _section(number: int, one: PackageChoices) -> Section:
    goods = ", ".join(f"{o.sku_code} × {n}" for o, n in zip(one.offers, one.quantities, strict=True))
    title = _("Package %(number)d: %(goods)s, from %(place)s") % {
        "number": number, "goods": goods[:120], "place": one.offers[0].warehouse.code,
    }  # fmt: skip
    headers = (_("mode"), _("possible"), _("tax"), _("total"), _("days"), _("clearance, half within"), _("why not"),
               _("who mends it"))  # fmt: skip
    return Section(title, headers, [_row(choice) for choice in one.choices])


def _row(choice: Choice) -> tuple[Any, ...]:
    name = RULES[choice.mode].name(get_language() or "zh")
    who = sorted({str(WHO.get(str(reason.who), reason.who)) for reason in choice.reasons})
    return (
        f"{name} · {gettext('as sold')}" if choice.is_own else name,
        badge(_("Yes"), "success") if choice.lawful else badge(_("No"), "danger"),
        yuan(choice.tax),
        yuan(choice.total),
        f"{choice.days[0]}–{choice.days[1]}" if choice.days else "–",
        span(choice.clears_in) if choice.clears_in else "–",
        " ".join(reason.text(gettext) for reason in choice.reasons) or "–",
        ", ".join(who) or "–",
    )
