"""Waybills and the events of a parcel's way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Waybill(MallModel):
    package = MallForeignKey("orders.Package", related_name="waybills")
    carrier = models.CharField(_("carrier"), max_length=20)
    carrier_code = models.CharField(max_length=18)
    carrier_name = models.CharField(max_length=100)
    number = models.CharField(_("waybill number"), max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("waybill")
        verbose_name_plural = _("waybills")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="waybill_number"),
            models.UniqueConstraint(fields=["mall", "package"], name="one_waybill_per_package"),
        ]

    def __str__(self) -> str:
        return self.number


class TrackingEvent(MallModel):
    """One step of a parcel's way, in one vocabulary, once (append-only)."""

    waybill = MallForeignKey("logistics.Waybill", related_name="events")
    code = models.CharField(_("step"), max_length=30)
    place = models.CharField(_("place"), max_length=80, blank=True)
    at = models.DateTimeField(_("at"))
    source = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("tracking event")
        verbose_name_plural = _("tracking events")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "waybill", "code", "at"], name="one_tracking_event")
        ]


class CarrierCursor(MallModel):
    """Up to which event of a carrier everything was read."""

    carrier = models.CharField(max_length=20)
    after = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "carrier"], name="one_cursor_per_carrier")]
