"""Orders and packages for operators: read-only; what may be done goes through the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.selectors import kind_of, who
from accounts.services import AddressFields
from accounts.types import AccountError
from orders import risk_admin
from orders.errors import NothingToSplit, OrderError
from orders.models import LedgerEntry, Order, Package
from orders.paper_admin import Papers, order_sheet, packing_list, parcel_label
from orders.selectors import order_page
from orders.selectors.words import event_words, reason_words, status_words
from orders.services.cancel_order import cancel_order
from orders.services.change_address import write_address
from orders.services.decide_case import hold_order
from orders.services.moving import standing_of
from orders.services.split_package import split_package
from orders.states import why_not_change_address
from orders.tables import line_rows, order_sections
from orders.words import AXES, CLEARANCE, FULFILMENT, MODES, ORDER, PAYMENT
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    StageFilter,
    Text,
    Words,
    column,
    link,
    moment,
    money,
    state,
    time,
    verb,
)  # fmt: skip
from tenancy.scope import Actor

__all__ = ["risk_admin"]

_mode = column("mode", _("mode"), lambda value: MODES.get(value, value))


class AddressForm(BaseDialogForm):
    """Where an order goes instead, as the shopper said."""

    consignee = forms.CharField(label=_("consignee"), max_length=60, widget=UnfoldAdminTextInputWidget)
    phone = forms.CharField(label=_("mobile number"), max_length=20, widget=UnfoldAdminTextInputWidget)
    province = forms.CharField(label=_("province"), max_length=30, widget=UnfoldAdminTextInputWidget)
    city = forms.CharField(label=_("city"), max_length=30, widget=UnfoldAdminTextInputWidget)
    district = forms.CharField(label=_("district"), max_length=30, widget=UnfoldAdminTextInputWidget)
    street = forms.CharField(label=_("street and number"), max_length=120, widget=UnfoldAdminTextInputWidget)
    district_code = forms.RegexField(
        r"^[0-9]{6}$", label=_("district code, six digits"), widget=UnfoldAdminTextInputWidget
    )


class SplitForm(BaseDialogForm):
    """What goes first: a SKU and how many, a line each."""

    pieces = forms.CharField(
        label=_("SKU and pieces, one a line (for example: MILK-800 2)"), max_length=2000,
        widget=UnfoldAdminTextareaWidget({"rows": 4}),
    )  # fmt: skip


def pieces_of_lines(package_id: int, text: str) -> dict[int, int]:
    """line_id -> pieces; a line that is not read so gives nothing, which the verb refuses."""
    lines = dict(Package.objects.get(pk=package_id).lines.values_list("sku_code", "pk"))
    found: dict[int, int] = {}
    for row in text.split("\n"):
        code, _space, number = row.strip().rpartition(" ")
        if not row.strip():
            continue
        if code.strip() not in lines or not (number.isascii() and number.isdigit() and len(number) < 6):
            raise NothingToSplit()
        found[lines[code.strip()]] = int(number)
    return found


class OrderStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "to_pay": (_("Awaiting payment"), Q(state="placed")),
        "paid": (_("Paid"), Q(state="paid")),
        "completed": (_("Completed"), Q(state="completed")),
        "cancelled": (pgettext_lazy("order", "Cancelled"), Q(state="cancelled")),
        "expired": (_("Expired unpaid"), Q(state="expired")),
        "refunding": (_("Refund under way"), Q(payment_state="refunding")),
        "held": (_("Held for a check"), Q(risk="hold", state__in=("placed", "paid"))),
    }


@admin.register(Order)
class OrderAdmin(Papers, MallAdmin):
    papers = {"order-sheet": (_("Order sheet"), order_sheet)}
    list_display = (
        "number", "shopper_shown", "state_shown", "payment_shown", "goods_shown", "tax_shown", "total_shown", "placed",
    )  # fmt: skip
    list_select_related = ("shopper",)
    list_filter = (OrderStage,)
    search_fields = ("number", "shopper__login", "consignee", "packages__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "shopper_shown", "state_shown", "payment_shown", "goods_shown", "freight_shown", "discount_shown",
        "tax_shown", "total_shown", "consignee", "phone_shown", "address", "address_until", "orderer", "placed",
        "expires", "paid", "papers_shown",
    )  # fmt: skip
    actions_detail = ("change_address", "cancel", "hold")

    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    state_shown = state("state", _("state"), Words(ORDER))
    payment_shown = state("payment_state", _("payment"), Words(PAYMENT))
    goods_shown = money("goods", _("goods"))
    freight_shown = money("freight", _("freight"))
    discount_shown = money("discount", _("discount"))
    tax_shown = money("tax", _("tax"))
    total_shown = money("total", _("total"))
    phone_shown = column("phone", _("mobile number"))

    @admin.display(description=_("address may be changed"))
    def address_until(self, row: Order) -> str:
        """The point of no return, beside what it is about."""
        why_not = why_not_change_address(standing_of(row).facts())
        return gettext(why_not) if why_not else gettext("Until the order is sent to customs.")

    orderer = column("identity", _("orderer"))
    placed = time("placed_at", _("placed at"))
    expires = time("expires_at", _("pay before"))
    paid = time("paid_at", _("paid at"))

    def sections(self, request: HttpRequest, row: Order) -> list[Section]:
        page = order_page(row.number, Actor.staff(), language=get_language() or "zh-hans")
        return order_sections(page) if page else []

    @verb(
        description=_("Change the address"),
        asks=_(
            "In the same province, since the freight was counted for it, and only until the order is sent to customs."
            " Waybills are made anew, and the shopper is told."
        ),
        refusals=(OrderError, AccountError),
        form=AddressForm,
        icon="edit_location",
    )
    def change_address(self, request: HttpRequest, row: Order, answers: dict[str, Any]) -> Text:
        done = write_address(
            order_id=row.pk,
            fields=AddressFields(**answers),
            now=timezone.now(),
            actor=f"operator:{request.user.pk}",
        )
        return _("The address is changed.") if done else _("It goes to this address already.")

    @verb(
        description=_("Cancel the order"),
        asks=_("The stock is given back; money that was paid goes back to where it came from."),
        refusals=(OrderError,),
        form=ReasonForm,
        icon="cancel",
    )
    def cancel(self, request: HttpRequest, row: Order, answers: dict[str, Any]) -> Text:
        done = cancel_order(
            order_id=row.pk, now=timezone.now(), actor=f"operator:{request.user.pk}", reason=answers["reason"]
        )
        return _("The order is cancelled.") if done else _("It was cancelled before.")

    @verb(
        description=_("Hold the order"),
        asks=_("Nothing is declared or sent until somebody releases it."),
        refusals=(OrderError,),
        form=ReasonForm,
        icon="front_hand",
    )
    def hold(self, request: HttpRequest, row: Order, answers: dict[str, Any]) -> Text:
        hold_order(
            order_id=row.pk, actor=f"operator:{request.user.pk}", now=timezone.now(), words=answers["reason"]
        )
        return _("The order is held.")


class PackageStage(StageFilter):
    title = _("stage")
    parameter_name = "stage"
    stages = {
        "preparing": (_("To declare"), Q(order__state="paid", clearance__in=("none", "waybill_assigned"))),
        "declaring": (
            _("Being declared"),
            Q(clearance__in=("declaring", "declared", "accepted", "inspecting")),
        ),
        "rejected": (_("Returned by customs"), Q(clearance="rejected")),
        "to_dispatch": (_("To dispatch"), Q(clearance="released", fulfilment="pending")),
        "on_the_way": (_("On its way"), Q(fulfilment__in=("dispatched", "in_transit", "delivering"))),
        "signed": (_("Signed for"), Q(fulfilment="signed")),
        "lost": (_("Lost"), Q(fulfilment="lost")),
    }


@admin.register(Package)
class PackageAdmin(Papers, MallAdmin):
    papers = {
        "packing-list": (_("Packing list"), packing_list),
        "label": (_("Label 76 x 130 mm"), parcel_label),
    }
    list_display = (
        "number", "order_shown", "mode_shown", "port", "clearance_shown", "fulfilment_shown", "supplier_shown",
        "total_shown",
    )  # fmt: skip
    list_select_related = ("order", "supplier")
    list_filter = (PackageStage,)
    search_fields = ("number", "order__number", "list_number", "waybills__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "order_shown", "mode_shown", "port", "supplier_shown", "warehouse_shown", "clearance_shown",
        "fulfilment_shown", "status_shown", "why", "list_number", "goods_shown", "freight_shown", "tax_shown",
        "total_shown", "released", "signed", "papers_shown",
    )  # fmt: skip

    actions_detail = ("split",)
    order_shown = column("order", _("order"), link)
    mode_shown = _mode
    supplier_shown = column("supplier", _("supplier"), sort=False)
    warehouse_shown = column("warehouse", _("warehouse"), link, sort=False)
    clearance_shown = state("clearance", _("clearance"), Words(CLEARANCE))
    fulfilment_shown = state("fulfilment", _("fulfilment"), Words(FULFILMENT))
    goods_shown = money("goods", _("goods"))
    freight_shown = money("freight", _("freight"))
    tax_shown = money("tax", _("tax"))
    total_shown = money("total", _("total"))
    released = time("released_at", _("released at"))
    signed = time("signed_at", _("signed for at"))

    @verb(
        description=_("Split the shipment"),
        asks=_(
            "Pieces that go first get a package and a waybill of their own. Only for goods that no customs list names,"
            " paid and not yet sent."
        ),
        refusals=(OrderError,),
        form=SplitForm,
        icon="call_split",
    )
    def split(self, request: HttpRequest, row: Package, answers: dict[str, Any]) -> Text:
        made = split_package(
            package_id=row.pk,
            pieces=pieces_of_lines(row.pk, answers["pieces"]),
            actor=f"operator:{request.user.pk}",
            now=timezone.now(),
        )
        number = Package.objects.values_list("number", flat=True).get(pk=made)
        return _("Package %(number)s goes on its own.") % {"number": number}

    @admin.display(description=_("customs status"))
    def status_shown(self, row: Package) -> str:
        return f"{row.status} {status_words(row.status, get_language() or '')}".strip() or "–"

    @admin.display(description=_("reason"))
    def why(self, row: Package) -> str:
        return reason_words(row.reason_code, row.reason, get_language() or "") or "–"

    def sections(self, request: HttpRequest, row: Package) -> list[Section]:
        language = get_language() or "zh-hans"
        names = who(entry.actor for entry in row.ledger.all())
        return [
            Section(_("Lines"), *line_rows(row.lines.all(), language)),
            Section(
                _("Waybills"),
                (_("waybill number"), _("carrier"), _("made at")),
                [(link(w), w.carrier_name, moment(w.created_at)) for w in row.waybills.all()],
            ),
            Section(
                _("Declarations"),
                (_("internal list number"), _("revision"), _("sent at")),
                [(link(d), d.revision, moment(d.sent_at)) for d in row.declarations.all()],
            ),
            Section(
                _("Ledger"),
                (_("at"), _("axis"), _("event"), _("code"), _("by"), _("note")),
                [
                    (moment(e.at), AXES.get(e.axis, e.axis), event_words(e.axis, e.event, e.code, language), e.code,
                     names.get(e.actor, "–"), e.note)
                    for e in row.ledger.all()
                ],
            ),
        ]  # fmt: skip


@admin.register(LedgerEntry)
class LedgerEntryAdmin(MallAdmin):
    """What happened to all orders, newest first: kept for ever, changed by nobody."""

    list_display = (
        "at_shown",
        "order_shown",
        "package_shown",
        "axis_shown",
        "says",
        "by_shown",
        "note_shown",
    )
    list_select_related = ("order", "package")
    search_fields = ("order__number", "package__number", "code")
    ordering = ("-id",)
    fields = readonly_fields = (
        "at_shown", "order_shown", "package_shown", "axis_shown", "says", "before", "after", "code", "by_shown", "note",
    )  # fmt: skip
    at_shown = time("at", _("at"))
    order_shown = column("order", _("order"), link, sort=False)
    package_shown = column("package", _("package"), link, sort=False)
    axis_shown = column("axis", _("axis"), lambda value: AXES.get(value, value))
    by_shown = column("actor", _("by"), kind_of, sort=False)
    note_shown = column("note", _("note"), lambda text: text[:60], sort=False)

    @admin.display(description=_("event"))
    def says(self, row: LedgerEntry) -> str:
        return event_words(row.axis, row.event, row.code, get_language() or "")
