"""Waybills and the events of a parcel's way."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.logistics.vocabulary import LEG_NAMES, Leg
from tenancy.models import MallForeignKey, MallModel

_LEGS = [(leg.value, LEG_NAMES[leg]) for leg in (Leg.OVERSEAS, Leg.DOMESTIC)]


def new_token() -> str:
    """What stands in the code on a label: 128 random bits, so that nobody guesses another parcel's."""
    return secrets.token_urlsafe(16)


class Waybill(MallModel):
    """运单: a package on one leg of its way. The one of the domestic leg is the number that customs hears of."""

    package = MallForeignKey("orders.Package", related_name="waybills")
    leg = models.CharField(
        _("leg"), max_length=10, choices=_LEGS, default=Leg.DOMESTIC, db_default="domestic"
    )
    carrier = models.CharField(_("carrier"), max_length=20)
    carrier_code = models.CharField(max_length=18)
    carrier_name = models.CharField(max_length=100)
    number = models.CharField(_("waybill number"), max_length=40)
    sorting_code = models.CharField(_("sorting code"), max_length=30, blank=True, db_default="")
    token = models.CharField(max_length=32, blank=True, default=new_token, db_default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    tracked_by = models.CharField(max_length=20, blank=True, db_default="")
    """The tracking service that tells of the parcel instead of its carrier; empty: the carrier does."""
    asked_at = models.DateTimeField(null=True)
    """When the tracking service was last asked for it."""
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)

    class Meta:
        verbose_name = _("waybill")
        verbose_name_plural = _("waybills")
        ordering = ["leg", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="waybill_number"),
            models.UniqueConstraint(fields=["mall", "package", "leg"], name="one_waybill_per_leg"),
            models.UniqueConstraint(
                fields=["mall", "token"], name="waybill_token", condition=~models.Q(token="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TrackingEvent(MallModel):
    """One step of a parcel's way, in one vocabulary, once (append-only)."""

    waybill = MallForeignKey("logistics.Waybill", related_name="events")
    code = models.CharField(_("step"), max_length=30)
    place = models.CharField(_("place"), max_length=80, blank=True)
    place_en = models.CharField(max_length=80, blank=True, db_default="")
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


class CarrierPush(MallModel):
    """推送: a body that a carrier or tracking service brought and signed, once, and what became of it."""

    source = models.CharField(_("from"), max_length=20)
    digest = models.CharField(max_length=64)
    body = models.TextField(_("body"))
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("carrier's push")
        verbose_name_plural = _("carriers' pushes")
        constraints = [models.UniqueConstraint(fields=["mall", "source", "digest"], name="one_carrier_push")]
