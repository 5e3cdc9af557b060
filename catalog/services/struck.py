"""Struck prices (划线价): only what was really asked, and only for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from catalog.models import DailyPrice, Sku
from catalog.services.history import BEIJING, lawful_struck_price
from catalog.services.keep import tell_changed
from catalog.types import CatalogError

STANDS_DAYS = 30
"""A reduction is told of for so long after the higher price was last asked (our own rule; the law names no end)."""


def check_struck_price(*, sku_id: int | None, struck: Decimal, now: datetime) -> None:
    """Raises CatalogError (`field` is `struck_price`) where it was not really asked in the days before."""
    most = lawful_struck_price(sku_id=sku_id, now=now) if sku_id is not None else None
    if most is None:
        raise CatalogError(
            _("A struck price needs a price of the days before, and there is none."), field="struck_price"
        )
    if struck > most:
        says = _("The lowest price of the last seven days is %(price)s: no more may stand struck through.")
        raise CatalogError(says % {"price": most}, field="struck_price")


def drop_old(*, now: datetime) -> int:
    """Take off struck prices that nobody was asked within thirty days; returns how many.

    A price that stood when the thirty days began counts as asked in them.
    """
    since = now.astimezone(BEIJING).date() - timedelta(days=STANDS_DAYS)
    history = DailyPrice.objects.filter(sku=OuterRef("pk"))
    before = history.filter(day__lt=since).order_by("-day").values("last")[:1]
    within = history.filter(day__gte=since).order_by("-last").values("last")[:1]
    with transaction.atomic():
        struck = Sku.objects.filter(struck_price__isnull=False).annotate(
            before=Subquery(before), within=Subquery(within)
        )
        asked = struck.filter(Q(before__gte=F("struck_price")) | Q(within__gte=F("struck_price")))
        old = struck.exclude(pk__in=asked.values_list("pk", flat=True)).values_list("pk", "product_id")
        found = dict(old)
        Sku.objects.filter(pk__in=found).update(struck_price=None, version=F("version") + 1)
        for product_id in sorted(set(found.values())):
            tell_changed(product_id)
    return len(found)
