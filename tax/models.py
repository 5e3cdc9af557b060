"""Rate tables. They stand above the malls: the law is the same for all of them.

Rows are only ever added. A batch of rows is proposed by one operator and approved by another; approval gives it the
next version, and for a code and a day the row of the highest version holds. What held at an older version can always
be read again.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RateBatch(models.Model):
    """A set of rows that becomes law, or does not, as one."""

    class Kind(models.TextChoices):
        HS = "hs", _("rates by HS code")
        ARTICLE = "article", _("postal articles")
        LIST = "list", _("positive list")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True, unique=True)
    # Empty only for the rates that come with the package.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("rate batch")
        verbose_name_plural = _("rate batches")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rate_batch_second_operator",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="rate_batch_approved_has_version",
                condition=Q(state="approved", version__isnull=False)
                | (~Q(state="approved") & Q(version__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RateRow(models.Model):
    """What every row has: the days it holds (both included), where it was read, how sure that is."""

    class Confidence(models.TextChoices):
        V = "V", _("two sources agree")
        S = "S", _("one source only: check before filing")
        M = "M", _("from memory: check before filing")

    batch = models.ForeignKey(RateBatch, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=10)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


class HsRate(RateRow):
    """Rates of a ten-digit code. Empty is not known, which is never zero."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    duty = models.CharField(_("duty"), max_length=24, blank=True)
    vat = models.CharField(_("VAT"), max_length=24, blank=True)
    kind = models.CharField(_("kind of consumption tax"), max_length=20, blank=True)
    rate = models.CharField(_("consumption tax rate"), max_length=24, blank=True)
    specific = models.CharField(_("yuan per unit"), max_length=24, blank=True)
    per = models.CharField(_("unit of the specific tax"), max_length=10, blank=True)
    low_specific = models.CharField(_("yuan per unit, lower tier"), max_length=24, blank=True)
    low_below = models.CharField(_("lower tier below"), max_length=24, blank=True)
    high_from = models.CharField(_("upper tier from"), max_length=24, blank=True)
    unit1 = models.CharField(_("first legal unit"), max_length=20, blank=True)
    unit2 = models.CharField(_("second legal unit"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("HS rate")
        verbose_name_plural = _("HS rates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "code", "valid_from"], name="hs_rate_once_a_batch")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "valid_from"], name="hs_rate_code")
        ]


class PostalRate(RateRow):
    """An article of the postal table (完税价格表): class, and listed price for one unit where there is one."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    postal_class = models.CharField(_("class"), max_length=10)
    listed_price = models.CharField(_("listed price"), max_length=24, blank=True)
    unit = models.CharField(_("counted in"), max_length=10)
    sold_by = models.CharField(_("unit as printed"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("postal article")
        verbose_name_plural = _("postal articles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "code", "valid_from"], name="postal_rate_once_a_batch")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "valid_from"], name="postal_rate_code")
        ]


class PositiveListEntry(RateRow):
    """跨境电商零售进口商品清单: is an eight-digit line on it? `unknown` stays unknown, and is refused like absent."""

    class Standing(models.TextChoices):
        LISTED = "listed", _("on the list")
        ABSENT = "absent", _("not on the list")
        UNKNOWN = "unknown", _("not known")

    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("positive list entry")
        verbose_name_plural = _("positive list entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "code", "valid_from"], name="list_entry_once_a_batch")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "valid_from"], name="list_entry_code")
        ]
