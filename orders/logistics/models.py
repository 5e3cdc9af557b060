"""Waybills and the events of a parcel's way."""

from __future__ import annotations

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.logistics.vocabulary import LEG_NAMES, Leg
from tenancy.models import MallForeignKey, MallModel

_HOURS = [MinValueValidator(1), MaxValueValidator(24 * 60)]
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
    travels_with = MallForeignKey("logistics.Waybill", null=True, related_name="parcel")
    """合并发货: the first waybill of the parcel that holds this package and others, which points to itself. All of
    them then carry one number."""

    class Meta:
        verbose_name = _("waybill")
        verbose_name_plural = _("waybills")
        ordering = ["leg", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "number"],
                name="waybill_number",
                condition=models.Q(travels_with=None) | models.Q(travels_with=models.F("id")),
            ),
            models.UniqueConstraint(fields=["mall", "package", "leg"], name="one_waybill_per_leg"),
            models.UniqueConstraint(
                fields=["mall", "token"], name="waybill_token", condition=~models.Q(token="")
            ),
        ]
        indexes = [
            models.Index(fields=["mall", "number"], name="waybill_by_number"),
            models.Index(
                fields=["mall", "travels_with"],
                name="waybills_of_parcel",
                condition=models.Q(travels_with__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TrackingEvent(MallModel):
    """One step of a parcel's way, in one vocabulary, once (append-only)."""

    waybill = MallForeignKey("logistics.Waybill", related_name="events")
    code = models.CharField(_("step"), max_length=30)
    place = models.CharField(pgettext_lazy("a parcel", "place"), max_length=80, blank=True)
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


class LaneDays(MallModel):
    """线路时效: what parcels signed lately took from payment to signature, by lane; `province` empty: to everywhere.

    `on_time` of the `parcels` came within the `promised` days; `p50` and `p90` are whole days, rounded up.
    """

    warehouse = MallForeignKey("inventory.Warehouse", related_name="lanes")
    mode = models.CharField(_("mode"), max_length=20)
    port = models.CharField(_("port"), max_length=40, blank=True)
    province = models.CharField(_("province"), max_length=2, blank=True)
    parcels = models.PositiveIntegerField(_("parcels"))
    p50 = models.PositiveSmallIntegerField(_("half within, days"))
    p90 = models.PositiveSmallIntegerField(_("nine in ten within, days"))
    promised = models.PositiveSmallIntegerField(_("promised days"))
    on_time = models.PositiveIntegerField(_("on time"))
    measured_at = models.DateTimeField(_("measured at"))

    class Meta:
        verbose_name = _("lane")
        verbose_name_plural = _("lanes")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "warehouse", "mode", "port", "province"], name="one_lane"
            ),
            models.CheckConstraint(condition=models.Q(on_time__lte=models.F("parcels")), name="lane_adds_up"),
        ]


class Patience(MallModel):
    """The hours after which silence on a leg is told to operators. No row: the defaults."""

    overseas = models.PositiveSmallIntegerField(_("hours abroad"), default=72, validators=_HOURS)
    customs = models.PositiveSmallIntegerField(_("hours at customs"), default=24, validators=_HOURS)
    domestic = models.PositiveSmallIntegerField(_("hours in China"), default=36, validators=_HOURS)

    class Meta:
        verbose_name = _("hours until an alarm")
        verbose_name_plural = _("hours until an alarm")
        constraints = [
            models.UniqueConstraint(fields=["mall"], name="one_patience"),
            models.CheckConstraint(
                condition=models.Q(overseas__gte=1, customs__gte=1, domestic__gte=1), name="patience_ends"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Silence(MallModel):
    """静默告警: nobody has told of a parcel since `since`; over once somebody does, or its way on this leg ends."""

    package = MallForeignKey("orders.Package", related_name="silences")
    leg = models.CharField(_("leg"), max_length=10, choices=[(leg.value, LEG_NAMES[leg]) for leg in Leg])
    since = models.DateTimeField(_("last heard of"))
    raised_at = models.DateTimeField(_("raised at"))
    over_at = models.DateTimeField(_("over at"), null=True)

    class Meta:
        verbose_name = _("silent parcel")
        verbose_name_plural = _("silent parcels")
        constraints = [
            models.UniqueConstraint(fields=["mall", "package", "leg", "since"], name="one_alarm_per_silence")
        ]
        indexes = [
            models.Index(fields=["mall", "since"], name="silence_open", condition=models.Q(over_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.leg}"


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
