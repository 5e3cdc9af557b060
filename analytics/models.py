"""Counters of what was read: a row for each day, page, product and channel. No reader stands in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.types import Channel, Page
from tenancy.models import MallForeignKey, MallModel

SLOTS = 4
"""Rows that one counter is spread over, so that a thousand readers of one page do not queue for one row."""


class VisitCount(MallModel):
    """浏览计数. `visits`: how many of the `views` began a visit."""

    day = models.DateField(_("day"))
    page = models.CharField(_("page"), max_length=10, choices=Page.choices)
    product = MallForeignKey("catalog.Product", null=True, related_name="+", verbose_name=_("product"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    slot = models.PositiveSmallIntegerField(editable=False)
    views = models.BigIntegerField(_("page views"))
    visits = models.BigIntegerField(_("visits"))

    class Meta:
        verbose_name = _("visit count")
        verbose_name_plural = _("visit counts")
        ordering = ["-day", "-views", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "day", "page", "product", "channel", "slot"],
                nulls_distinct=False,
                name="one_count_per_page_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(visits__gte=0, views__gte=models.F("visits")),
                name="visits_begin_with_views",
            ),
        ]
        indexes = [models.Index(fields=["mall", "product", "day"], name="views_of_product")]
