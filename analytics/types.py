"""What of a visit is counted: which page, on which device, whether a visit begins with it; never whose it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _


class Page(models.TextChoices):
    """The kind of page that was read."""

    HOME = "home", _("home page")
    LIST = "list", _("lists of goods")
    SEARCH = "search", _("search")
    PRODUCT = "product", _("product page")
    SHOP = "shop", _("suppliers' shops")
    TEXT = "text", _("articles and help")
    CART = "cart", _("cart")
    CHECKOUT = "checkout", _("checkout")
    OTHER = "other", _("other pages")


class Channel(models.TextChoices):
    """Where it was read, as the browser says itself."""

    WECHAT = "wechat", _("WeChat")
    PHONE = "phone", _("phone")
    DESKTOP = "desktop", _("desktop")


@dataclass(frozen=True, slots=True)
class View:
    """A page that was read (浏览). `begins`: a visit (访问) begins with it, half an hour after the page before."""

    page: Page
    channel: Channel
    begins: bool = False
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Beijing. `placed` and `paid`: orders, by the day of either; `amount`: yuan of those paid."""

    day: date
    visits: int
    views: int
    placed: int
    paid: int
    amount: Decimal

    @property
    def conversion(self) -> Decimal | None:
        """支付转化率: orders paid of a hundred visits, with two places; None for a day without visits."""
        return share(self.paid, self.visits)


def share(part: int, whole: int) -> Decimal | None:
    """In percent, with two places; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01")) if whole else None


def asked_day(text: str) -> date | None:
    """A day a mall can have been open on; what is none is as if nothing had been asked."""
    try:
        found = parse_date(text.strip()[:10])
    except ValueError:
        return None
    return found if found and found.year >= 2000 else None
