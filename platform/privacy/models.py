"""What shoppers asked for about their data, and the mall's own times."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.retention import LEAST_YEARS
from tenancy.models import MallModel


class Policy(MallModel):
    """The mall's times; the law's are the least. No row: the defaults."""

    keep_years = models.PositiveSmallIntegerField(_("years that dealings are kept"), default=LEAST_YEARS)
    undo_days = models.PositiveSmallIntegerField(_("days to take an erasure back"), default=7)
    link_days = models.PositiveSmallIntegerField(_("days that a copy can be downloaded"), default=7)

    class Meta:
        verbose_name = _("times of personal data")
        verbose_name_plural = _("times of personal data")
        constraints = [
            models.UniqueConstraint(fields=["mall"], name="one_privacy_policy"),
            models.CheckConstraint(
                condition=Q(
                    keep_years__gte=LEAST_YEARS, keep_years__lte=30, undo_days__lte=15,
                    link_days__gte=1, link_days__lte=30,
                ),
                name="privacy_times_are_lawful",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Export(MallModel):
    """数据副本: a shopper's copy of the own data. `sealed` is a zip under the key `subject`, empty once it is over."""

    class State(models.TextChoices):
        ASKED = "asked", _("Being made")
        READY = "ready", _("Ready")
        OVER = "over", _("Link is over")

    shopper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    subject = models.CharField(max_length=80, editable=False)
    sealed = models.BinaryField(null=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    asked_at = models.DateTimeField(_("asked for at"))
    ready_at = models.DateTimeField(_("ready at"), null=True)
    expires_at = models.DateTimeField(_("link until"), null=True)
    taken_at = models.DateTimeField(_("last downloaded at"), null=True)

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        constraints = [models.UniqueConstraint(fields=["mall", "token"], name="export_token")]
        indexes = [models.Index(fields=["mall", "shopper", "-id"], name="export_of_shopper")]


class Erasure(MallModel):
    """注销与删除: a shopper asks to be erased. `kept_until`: when the law lets the rest go; empty: nothing is kept."""

    class State(models.TextChoices):
        ASKED = "asked", _("May be taken back")
        WITHDRAWN = "withdrawn", _("Taken back")
        ERASED = "erased", _("Account erased, the rest kept by law")
        DONE = "done", _("Everything erased")

    shopper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked for at"))
    acts_at = models.DateTimeField(_("erased from"))
    erased_at = models.DateTimeField(_("account erased at"), null=True)
    kept_until = models.DateTimeField(_("the rest kept until"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "shopper"],
                name="one_live_erasure",
                condition=Q(state__in=["asked", "erased"]),
            )
        ]
        indexes = [
            models.Index(
                fields=["mall", "acts_at"], name="erasure_due", condition=Q(state__in=["asked", "erased"])
            )
        ]
