"""Direct mail in batches: a master bill, its arrival, and the stock-in at the supervised site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class MailBatch(MallModel):
    """批次: the parcels of direct mail (9610) that travel under one master bill (总运单).

    Open: packages that are declared join it, and each list names its master bill, vehicle and voyage. Closed: it has
    left. Arrived: it lies in the supervised site, whose operator stocks it in (入库明细单, 711). Stocked: customs
    agreed (712).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Taking packages")
        CLOSED = "closed", _("Under way")
        ARRIVED = "arrived", _("Arrived")
        STOCKED = "stocked", _("Stocked in")

    port = models.CharField(_("port"), max_length=40)
    master_bill = models.CharField(_("master bill"), max_length=37)
    vehicle = models.CharField(_("vehicle"), max_length=100)
    voyage = models.CharField(_("voyage"), max_length=32)
    transport = models.CharField(_("means of transport"), max_length=1, default="5")
    arrives_on = models.DateField(_("day of entry"), null=True, blank=True)
    unload_location = models.CharField(_("place of unloading"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    is_automatic = models.BooleanField(default=False)
    """Made for the day by the account's prefixes, because nobody had opened one."""
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True)
    stocked_at = models.DateTimeField(_("stocked in at"), null=True)
    entry_number = models.CharField(_("stock-in number"), max_length=18, blank=True)
    """入库单编号 (rkdNo), the port's."""

    class Meta:
        verbose_name = _("direct-mail batch")
        verbose_name_plural = _("direct-mail batches")
        constraints = [
            models.UniqueConstraint(fields=["mall", "port", "master_bill"], name="one_batch_per_master_bill")
        ]
        indexes = [models.Index(fields=["mall", "port", "state", "id"], name="mail_batch_state")]

    def __str__(self) -> str:
        return self.master_bill


class StockIn(MallModel):
    """入库明细单 (711) of a batch: which waybills lie in the site. It names no person, so it is kept as it is.

    A refused one is followed by another under a number of its own; what was stocked in is not listed again.
    """

    batch = MallForeignKey("customs.MailBatch", related_name="stock_ins")
    message_id = models.CharField(_("message id"), max_length=60)
    cop_no = models.CharField(_("internal number"), max_length=20)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    waybills = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    status = models.CharField(_("customs status"), max_length=10, blank=True)
    status_at = models.CharField(max_length=17, blank=True)
    status_info = models.CharField(_("says"), max_length=1000, blank=True)
    silent_at = models.DateTimeField(null=True)
    """When it was told that it has no answer."""

    class Meta:
        verbose_name = _("stock-in")
        verbose_name_plural = _("stock-ins")
        constraints = [
            models.UniqueConstraint(fields=["mall", "cop_no"], name="stock_in_cop_no"),
            models.UniqueConstraint(fields=["mall", "message_id"], name="stock_in_message_id"),
        ]

    def __str__(self) -> str:
        return self.cop_no
