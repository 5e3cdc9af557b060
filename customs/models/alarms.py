"""Alarms: what a person must hear of, because nothing mends it by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallModel


class Alarm(MallModel):
    """告警: open while its cause lasts; over once the cause is. One is open for each subject at a time.

    `subject` names the cause (`declaration:12`, `signer:haikou:5A3F`); `about` holds what the sentence needs.
    """

    class Kind(models.TextChoices):
        SILENT = "silent", _("Customs is silent")
        STOCK_IN = "stock_in", _("Stock-in without an answer")
        SIGNER = "signer", _("Signing certificate ends")
        DOOR = "door", _("Port cannot be reached")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=120)
    port = models.CharField(_("port"), max_length=40)
    about = models.JSONField(default=dict)
    since = models.DateTimeField(_("since"))
    raised_at = models.DateTimeField(_("raised at"))
    over_at = models.DateTimeField(_("over at"), null=True)

    class Meta:
        verbose_name = _("customs alarm")
        verbose_name_plural = _("customs alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "kind", "subject"], condition=Q(over_at=None), name="one_open_alarm"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
