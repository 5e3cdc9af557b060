"""Stock for operators: warehouses, what lies there, what holds it, and every movement that explains it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from catalog.inventory.days import BEIJING, today
from catalog.inventory.models import (
    Batch,
    FreightTemplate,
    FreightZone,
    Movement,
    Reservation,
    Stock,
    Warehouse,
)
from catalog.inventory.selectors import NEAR_DAYS
from catalog.inventory.services import receive, write_off
from catalog.inventory.types import InventoryError
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    StageFilter,
    Text,
    Words,
    badge,
    column,
    link,
    moment,
    money,
    state,
    time,
    verb,
    yuan,
)  # fmt: skip

MOVEMENTS = Words({kind.value: (kind.label, "") for kind in Movement.Kind})
HOLDS = Words(
    {
        "held": (Reservation.State.HELD.label, "warning"),
        "consumed": (Reservation.State.CONSUMED.label, "success"),
        "released": (Reservation.State.RELEASED.label, ""),
    }
)


class ReceiveForm(BaseDialogForm):
    """How many pieces came, and under which paper."""

    quantity = forms.IntegerField(
        label=_("Pieces"), min_value=1, max_value=1_000_000, widget=UnfoldAdminIntegerFieldWidget
    )
    reference = forms.CharField(label=_("Delivery note"), max_length=60, widget=UnfoldAdminTextInputWidget)


class LevelFilter(StageFilter):
    title = _("level")
    parameter_name = "level"
    stages = {
        "low": (_("Low"), Q(on_hand__lte=F("reserved") + F("low_at"))),
        "out": (_("Sold out"), Q(on_hand=F("reserved"))),
    }


@admin.register(Warehouse)
class WarehouseAdmin(MallAdmin):
    can_change = True
    list_display = ("code", "name", "supplier", "kind", "country", "port", "account_book", "freight_shown")
    list_filter = ("kind",)
    search_fields = ("code", "name_zh_hans", "name_en")
    fields = (
        "code", "supplier", "kind", "country", "port", "account_book", "days_min", "days_max", "freight",
        "free_freight_from", "freight_template", "closed_at",
    )  # fmt: skip
    readonly_fields = ("code", "supplier", "kind", "closed_at")
    language_fields = ("name",)
    list_select_related = ("freight_template", "supplier")

    @admin.display(description=_("freight"))
    def freight_shown(self, row: Warehouse) -> str:
        return link(row.freight_template) if row.freight_template else yuan(row.freight)


@admin.register(FreightTemplate)
class FreightTemplateAdmin(MallAdmin):
    """A template and its zones; a zone is added from its own list."""

    can_add = can_change = True
    list_display = ("name", "counts_by", "divisor")
    search_fields = ("name",)
    fields = ("name", "counts_by", "divisor")

    def sections(self, request: HttpRequest, row: FreightTemplate) -> list[Section]:
        heads = (
            _("zone"), _("first kg or pieces"), _("fee of the first, yuan"), _("each further kg or pieces"),
            _("fee of each further, yuan"), _("free from goods of, yuan"),
        )  # fmt: skip
        zones = row.zones.select_related("template")
        return [Section(_("Zones"), heads, [_zone_row(zone) for zone in zones])]


def _zone_row(zone: FreightZone) -> tuple[Any, ...]:
    if not zone.delivers:
        return (link(zone), badge(_("Not delivered"), "warning"), "", "", "", "")
    return (
        link(zone),
        zone.first,
        yuan(zone.first_fee),
        zone.next,
        yuan(zone.next_fee),
        yuan(zone.free_from),
    )


@admin.register(FreightZone)
class FreightZoneAdmin(MallAdmin):
    can_add = can_change = can_delete = True
    list_display = ("zone", "delivers", "first", "first_fee_shown", "next", "next_fee_shown", "free_shown")
    list_display_links = ("zone",)
    list_select_related = ("template",)
    ordering = ("template", "position", "id")
    fields = (
        "template", "provinces", "delivers", "first", "first_fee", "next", "next_fee", "free_from", "position",
    )  # fmt: skip
    first_fee_shown = money("first_fee", _("fee of the first, yuan"))
    next_fee_shown = money("next_fee", _("fee of each further, yuan"))
    free_shown = money("free_from", _("free from goods of, yuan"))

    @admin.display(description=_("zone"))
    def zone(self, row: FreightZone) -> str:
        return str(row)


@admin.register(Stock)
class StockAdmin(MallAdmin):
    list_display = (
        "sku_shown",
        "product_shown",
        "warehouse_shown",
        "on_hand",
        "reserved",
        "sellable",
        "level",
    )
    list_select_related = ("sku__product", "warehouse")
    list_filter = (LevelFilter,)
    search_fields = ("sku__code", "sku__barcode", "sku__product__title_zh_hans", "sku__product__title_en")
    ordering = ("id",)
    fields = ("sku_link", "product_shown", "warehouse_shown", "on_hand", "reserved", "sellable", "low_at", "batch",
              "expires_on")  # fmt: skip
    readonly_fields = ("sku_link", "product_shown", "sellable", "warehouse_shown")
    actions_detail = ("receive_goods",)
    sku_shown = column("sku__code", _("SKU"))
    sku_link = column("sku", _("SKU"), link)
    product_shown = column("sku__product__title", _("product"), sort=False)
    warehouse_shown = column("warehouse__name", _("warehouse"), sort=False)

    @admin.display(description=_("sellable"))
    def sellable(self, row: Stock) -> int:
        return row.on_hand - row.reserved

    @admin.display(description=_("level"))
    def level(self, row: Stock) -> str:
        left = row.on_hand - row.reserved
        if left == 0:
            return badge(_("Sold out"), "danger")
        return badge(_("Low"), "warning") if left <= row.low_at else badge(_("Enough"), "success")

    @verb(
        description=_("Receive goods"),
        asks=_("The pieces are sellable at once; the movement is kept for ever."),
        refusals=(InventoryError,),
        form=ReceiveForm,
        icon="add_box",
    )
    def receive_goods(self, request: HttpRequest, row: Stock, answers: dict[str, Any]) -> Text:
        receive(
            sku_id=row.sku_id,
            warehouse_id=row.warehouse_id,
            quantity=answers["quantity"],
            reference=answers["reference"],
            now=timezone.now(),
        )
        return _("The goods are in stock.")

    def sections(self, request: HttpRequest, row: Stock) -> list[Section]:
        moved = row.movements.order_by("-id")[:50]
        return [
            Section(
                _("Last 50 movements"),
                (_("at"), _("kind"), _("on hand"), _("reserved"), _("reference")),
                [(moment(m.at), MOVEMENTS.badge(m.kind), f"{m.on_hand:+d}", f"{m.reserved:+d}", m.reference)
                 for m in moved],
            )
        ]  # fmt: skip


class AgeFilter(StageFilter):
    title = _("age")
    parameter_name = "age"
    _DAY, _SOON = TruncDate(Now(), tzinfo=BEIJING), TruncDate(Now() + timedelta(NEAR_DAYS), tzinfo=BEIJING)
    stages = {
        "near": (_("Best before within 90 days"), Q(on_hand__gt=0, expires_on__lte=_SOON)),
        "old": (_("Out of date"), Q(on_hand__gt=0, expires_on__lt=_DAY)),
    }


@admin.register(Batch)
class BatchAdmin(MallAdmin):
    list_display = ("code", "sku_shown", "product_shown", "warehouse_shown", "on_hand", "expires_on", "age")
    list_select_related = ("stock__sku__product", "stock__warehouse")
    list_filter = (AgeFilter, "stock__warehouse")
    search_fields = ("code", "stock__sku__code")
    ordering = ("expires_on", "id")
    fields = readonly_fields = (
        "code", "sku_shown", "product_shown", "warehouse_shown", "on_hand", "expires_on", "age",
    )  # fmt: skip
    actions_detail = ("write_off_batch",)
    sku_shown = column("stock__sku__code", _("SKU"), sort=False)
    product_shown = column("stock__sku__product__title", _("product"), sort=False)
    warehouse_shown = column("stock__warehouse__name", _("warehouse"), sort=False)

    @admin.display(description=_("age"))
    def age(self, row: Batch) -> str:
        if row.expires_on is None:
            return badge(_("No date"), "")
        left = (row.expires_on - today()).days
        if left < 0:
            return badge(_("Out of date"), "danger")
        said = _("%(count)d days left") % {"count": left}
        return badge(said, "warning" if left <= NEAR_DAYS else "success")

    @verb(
        description=_("Write off"),
        asks=_("What nobody holds of it leaves the stock for good; the movement is kept for ever."),
        refusals=(InventoryError,),
        form=ReasonForm,
        icon="delete_sweep",
    )
    def write_off_batch(self, request: HttpRequest, row: Batch, answers: dict[str, Any]) -> Text:
        pieces = write_off(batch_id=row.pk, reference=answers["reason"][:60], now=timezone.now())
        return _("%(count)d pieces are written off.") % {"count": pieces}


@admin.register(Movement)
class MovementAdmin(MallAdmin):
    list_display = (
        "at_shown",
        "sku_shown",
        "warehouse_shown",
        "kind_shown",
        "on_hand",
        "reserved",
        "reference",
    )
    list_select_related = ("stock__sku", "stock__warehouse")
    list_filter = ("kind",)
    search_fields = ("reference", "stock__sku__code")
    ordering = ("-id",)
    fields = readonly_fields = (
        "at_shown", "sku_shown", "warehouse_shown", "kind_shown", "on_hand", "reserved", "reference",
    )  # fmt: skip
    at_shown = time("at", _("at"))
    sku_shown = column("stock__sku__code", _("SKU"), sort=False)
    warehouse_shown = column("stock__warehouse__name", _("warehouse"), sort=False)
    kind_shown = state("kind", _("kind"), MOVEMENTS)


@admin.register(Reservation)
class ReservationAdmin(MallAdmin):
    list_display = ("reference_shown", "sku_shown", "warehouse_shown", "quantity", "state_shown", "expires")
    list_select_related = ("stock__sku", "stock__warehouse")
    list_filter = ("state",)
    search_fields = ("reference", "stock__sku__code")
    ordering = ("-id",)
    fields = readonly_fields = (
        "reference_shown", "sku_shown", "warehouse_shown", "quantity", "state_shown", "expires",
    )  # fmt: skip
    reference_shown = column("reference", _("held for"))
    sku_shown = column("stock__sku__code", _("SKU"), sort=False)
    warehouse_shown = column("stock__warehouse__name", _("warehouse"), sort=False)
    state_shown = state("state", _("state"), HOLDS)
    expires = time("expires_at", _("held until"))
