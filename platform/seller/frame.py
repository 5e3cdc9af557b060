"""What stands round every page of the backend: the shop, its sections, what waits, the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from notifications.selectors import unread_count
from partners.types import Seat

Words = Mapping[str, Any]

SECTIONS: tuple[tuple[str, str | Promise, str, str], ...] = (
    # view, name, icon, what the role must include
    ("home", _("Today"), "home", ""),
    ("orders", _("Orders"), "doc", "orders"),
    ("queue", _("Fulfilment"), "truck", "orders"),
    ("products", _("Products"), "box", "goods"),
    ("imports", _("Import and export"), "refresh", "goods"),
    ("trade", _("Trade profiles"), "stamp", "goods"),
    ("prices", _("Prices"), "tag", "goods"),
    ("stock", _("Stock"), "warehouse", "stock"),
    ("statements", _("Statements"), "wallet", "money"),
    ("disputes", _("Disputes"), "alert", "orders"),
    ("complaints", _("IP complaints"), "alert", "goods"),
    ("reviews", _("Reviews"), "star", "goods"),
    ("visits", _("Visits"), "chart", "goods"),
    ("shop", _("Shop"), "store", "shop"),
    ("staff", _("Staff"), "user", "staff"),
    ("company", _("Company and contract"), "shield", "company"),
    ("messages", _("Messages"), "info", ""),
    ("help", _("Help"), "book", ""),
)
TABS = ("home", "products", "queue", "stock")


@dataclass(frozen=True, slots=True)
class Section:
    text: str | Promise
    url: str
    icon: str
    current: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    title: str


def language() -> str:
    """`en` or `zh-hans`, as the domain names them."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(words: Words | None) -> str:
    """The text in the page's language; the other one where it is missing."""
    if not words:
        return ""
    here = language()
    other = "zh-hans" if here == "en" else "en"
    return str(words.get(here) or words.get(other) or "")


def bare_frame(request: HttpRequest, title: str) -> dict[str, Any]:
    """For people without a seat: the mall's name and nothing of anybody."""
    mall: Any = getattr(request, "mall", None)
    return {"page": Head(title), "mall_name": say(mall.names) if mall else "", "seat": None, "sections": ()}


def frame(request: HttpRequest, seat: Seat, title: str, at: str = "") -> dict[str, Any]:
    """The context of every page of a supplier; `at` names the section that is lit."""
    unread = unread_count(int(request.user.pk or 0))
    sections = [
        Section(
            text,
            reverse(f"seller:{view}"),
            icon,
            view == at,
            str(unread) if view == "messages" and unread else "",
        )
        for view, text, icon, may in SECTIONS
        if (not may or may in seat.may) and (seat.trades or seat.state == "suspended")
    ]
    tabs = [
        section
        for section, (view, *_rest) in zip(
            sections, [s for s in SECTIONS if not s[3] or s[3] in seat.may], strict=False
        )
        if view in TABS
    ]
    return bare_frame(request, title) | {
        "seat": seat,
        "shop_name": say(seat.name),
        "sections": sections,
        "tabs": tabs,
        "unread": unread,
        "suspended": seat.state == "suspended",
    }


def version_for(request: HttpRequest, present: int, *, stale: bool) -> str:
    """The version a form carries on: the one it came with, until the person was told of a newer one."""
    return str(present) if stale or request.method != "POST" else request.POST.get("version", "")
