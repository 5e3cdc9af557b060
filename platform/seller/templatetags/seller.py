"""How templates of the backend say what is kept in two languages or as a code."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from seller.amounts import yuan
from seller.frame import say

register = template.Library()
_SOURCES = {
    "note": _("delivery slip %(what)s"), "count:import": _("import %(what)s"), "count:user": _("counted by hand"),
    "transfer": _("transfer"), "spoilt": _("written off by hand"), "package": _("a package"),
    "opening": _("opening stock"), "aftersale": _("after-sale %(what)s"),
}  # fmt: skip
_STATES = dict(Product._meta.get_field("state").choices or ())


@register.filter
def said(words: Any) -> str:
    """A text by language, in the page's one."""
    return say(words) if isinstance(words, dict) else str(words or "")


@register.simple_tag
def named(title: Any, option: Any) -> str:
    """A product and which of it; an option that the title says already is not said twice."""
    whole, which = said(title), said(option)
    return whole if not which or which in whole else f"{whole} · {which}"


@register.filter
def state_words(state: str) -> str | Promise:
    return _STATES.get(state, state)


@register.filter
def amount(value: Any) -> str:
    return yuan(value)


@register.filter
def less(value: Any) -> str:
    """What is taken off, as an amount below zero."""
    return yuan(None if value is None else -value)


@register.filter
def foreign(value: Any, currency: str) -> str:
    """An amount in its own money: EUR 12.34; more decimals where it has them."""
    plain = format(value, "f").rstrip("0").rstrip(".") if value is not None else ""
    whole, _, cents = plain.partition(".")
    return f"{currency} {int(whole):,}.{cents.ljust(2, '0')}" if plain else "–"


@register.filter
def rate(value: Any) -> str:
    """Yuan for one, with the four decimals that rates are published with."""
    return f"{value:.4f}"


@register.filter
def source(reference: str) -> str:
    """What moved a stock row, in words; what is not known by its beginning stays as it is."""
    for head, says in _SOURCES.items():
        if reference == head or reference.startswith(f"{head}:"):
            return str(says) % {"what": reference[len(head) + 1 :] or "–"}
    return reference
