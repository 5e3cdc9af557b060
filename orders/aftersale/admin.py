"""The after-sale desk: what waits for an answer, what came back, what waits for a second operator."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.selectors import who
from orders.aftersale import dispute_admin, services
from orders.aftersale.models import KINDS, TAX_FROM, Picture, Policy, Request
from orders.aftersale.reasons import REASONS
from orders.aftersale.selectors import history
from orders.aftersale.words import STATES
from orders.errors import OrderError
from orders.payments.types import PaymentError
from orders.selectors.language import in_language
from tenancy.admin import (
    MallAdmin,
    OneRowAdmin,
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
    yuan,
)

__all__ = ["dispute_admin"]

_REFUSALS = (OrderError, PaymentError)


class WordsForm(BaseDialogForm):
    words = forms.CharField(
        label=_("To the shopper"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )


class FateForm(BaseDialogForm):
    """No fate is chosen beforehand: somebody has looked at the goods."""

    fate = forms.ChoiceField(
        label=_("Fate of the goods"),
        choices=[("", "–"), *[(f.value, f.label) for f in Request.Fate if f.value]],
        widget=UnfoldAdminSelectWidget,
    )
    words = forms.CharField(
        label=_("What was found"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )


class ReplacementForm(BaseDialogForm):
    carrier = forms.CharField(label=_("Carrier"), max_length=60, widget=UnfoldAdminTextInputWidget)
    waybill = forms.CharField(label=_("Waybill number"), max_length=40, widget=UnfoldAdminTextInputWidget)


def _is_arbitrated(row: Request) -> bool:
    return row.state == "arbitrating"


class RequestStage(StageFilter):
    title = _("stage")
    parameter_name = "stage"
    stages: ClassVar = {
        "to_answer": (_("To answer"), Q(state="requested")),
        "arbitration": (_("Under arbitration"), Q(state="arbitrating")),
        "coming": (_("On their way back"), Q(state="returning")),
        "to_settle": (_("To settle"), Q(state="received") | Q(state="approved", kind="refund")),
        "waiting": (_("Waiting for the shopper"), Q(state="approved") & ~Q(kind="refund")),
        "closed": (_("Closed"), Q(state__in=("settled", "refused", "withdrawn"))),
    }


@admin.register(Request)
class RequestAdmin(MallAdmin):
    list_display = (
        "number", "order_shown", "kind_shown", "reason_shown", "amount_shown", "state_shown", "due", "asked",
    )  # fmt: skip
    list_select_related = ("order",)
    list_filter = (RequestStage,)
    search_fields = ("number", "order__number", "package__number", "waybill")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "order_shown", "package_shown", "kind_shown", "reason_shown", "words", "reply", "state_shown",
        "due", "goods_shown", "discount_shown", "freight_shown", "tax_shown", "tax_from_shown", "tax_kept_shown",
        "amount_shown", "apply_by", "back_by", "waybill_shown", "fate_shown", "sent_shown", "refund_shown", "asked",
        "settled", "approved_shown", "settled_shown", "seen",
    )  # fmt: skip
    actions_detail = (
        "approve",
        "refuse",
        "receive",
        "settle",
        "exchange",
        "decide_for_shopper",
        "decide_for_mall",
    )

    order_shown = column("order", _("order"), link)
    package_shown = column("package", _("package"), link)
    kind_shown = column("kind", _("kind"), lambda value: KINDS.get(value, value))
    reason_shown = column(
        "reason", _("reason"), lambda code: REASONS[code].words if code in REASONS else code
    )
    state_shown = state("state", _("state"), Words(STATES))
    tax_from_shown = column("tax_from", _("tax given back by"), lambda value: TAX_FROM.get(value, value))
    fate_shown = column("fate", _("fate of the goods"), lambda value: Request.Fate(value).label)
    refund_shown = column("refund", _("refund"), lambda row: link(row, row.number))
    goods_shown = money("goods", _("goods"))
    discount_shown = money("discount", _("discount"))
    freight_shown = money("freight", _("freight"))
    tax_shown = money("tax", _("tax"))
    tax_kept_shown = money("tax_kept", _("tax not given back"))
    amount_shown = money("amount", _("amount"))
    due = time("acts_by", _("to be done by"))
    asked = time("created_at", _("asked for at"))
    settled = time("settled_at", _("settled at"))

    @admin.display(description=_("waybill of the return"))
    def waybill_shown(self, row: Request) -> str:
        return f"{row.carrier} {row.waybill}".strip() or "–"

    @admin.display(description=_("replacement"))
    def sent_shown(self, row: Request) -> str:
        return f"{row.sent_carrier} {row.sent_waybill}".strip() or "–"

    @admin.display(description=_("approved by"))
    def approved_shown(self, row: Request) -> str:
        return who([row.approved_by]).get(row.approved_by, "–")

    @admin.display(description=_("settled by"))
    def settled_shown(self, row: Request) -> str:
        return who([row.settled_by]).get(row.settled_by, "–")

    @admin.display(description=_("pictures"))
    def seen(self, row: Request) -> str:
        """Inside the page: they are nobody's but this desk's, and have no address."""
        rows = Picture.objects.filter(request=row).order_by("position")
        shown = [(base64.b64encode(bytes(p.content)).decode(), p.position) for p in rows]
        if not shown:
            return "–"
        row_css = '<div class="flex flex-wrap gap-4">{}</div>'
        picture = '<img class="rounded-default max-w-xs" src="data:image/jpeg;base64,{}" alt="{}">'
        return format_html(row_css, format_html_join("", picture, shown))

    def sections(self, request: HttpRequest, row: Request) -> list[Section]:
        language = get_language() or "zh-hans"
        lines = [
            (r.line.sku_code, in_language(r.line.title, language), r.pieces, yuan(r.goods), yuan(r.discount),
             yuan(r.freight), yuan(r.duty + r.consumption_tax + r.vat + r.postal_tax), yuan(r.dutiable_value))
            for r in row.lines.select_related("line").order_by("line_id")
        ]  # fmt: skip
        heads = (_("SKU"), _("product"), _("pieces"), _("goods"), _("discount"), _("freight"), _("tax"),
                 _("dutiable value"))  # fmt: skip
        told = history(row, language)
        names = who(s.actor for s in told)
        steps = [(moment(s.at), s.says, names.get(s.actor, "–"), s.note or "–") for s in told]
        return [
            Section(_("Lines"), heads, lines),
            Section(_("What happened"), (_("at"), _("event"), _("by"), _("note")), steps),
        ]

    @verb(
        description=_("Approve"),
        asks=_("A refund without goods is sent at once; else the shopper is asked to send the goods back."),
        refusals=_REFUSALS,
        form=WordsForm,
        icon="check",
        when=lambda row: row.state == "requested",
    )
    def approve(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        done = services.approve(
            request_id=row.pk, now=timezone.now(), actor=_me(request), words=answers["words"]
        )
        if done.state == "approved" and done.kind == "refund":
            return _("Approved. The amount needs a second operator, who settles it.")
        return _("The request is approved.")

    @verb(
        description=_("Refuse"),
        asks=_("The shopper reads the reason, and may ask the mall's owner to look again."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="close",
        when=lambda row: row.state in ("requested", "received"),
    )
    def refuse(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.refuse(request_id=row.pk, now=timezone.now(), actor=_me(request), words=answers["reason"])
        return _("The request is refused.")

    @verb(
        description=_("Goods received"),
        asks=_("Say what becomes of the goods that came back."),
        refusals=_REFUSALS,
        form=FateForm,
        icon="inventory",
        when=lambda row: row.state == "returning",
    )
    def receive(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.receive(
            request_id=row.pk,
            fate=answers["fate"],
            now=timezone.now(),
            actor=_me(request),
            words=answers["words"],
        )
        return _("The goods are received.")

    @verb(
        description=_("Refund now"),
        asks=_("The money goes back to the account it came from."),
        refusals=_REFUSALS,
        icon="undo",
        when=lambda row: (row.state, row.kind) in (("approved", "refund"), ("received", "return")),
    )
    def settle(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.settle(request_id=row.pk, now=timezone.now(), actor=_me(request))
        return _("The refund is on its way.")

    @verb(
        description=_("Send the replacement"),
        asks=_("The same goods leave the same warehouse; no money moves."),
        refusals=_REFUSALS,
        form=ReplacementForm,
        icon="swap_horiz",
        when=lambda row: (row.state, row.kind) == ("received", "exchange"),
    )
    def exchange(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.settle(request_id=row.pk, now=timezone.now(), actor=_me(request), **answers)
        return _("The replacement is on its way.")

    @verb(
        description=_("Decide for the shopper"),
        asks=_("This ends the arbitration: the request is approved."),
        refusals=_REFUSALS,
        form=WordsForm,
        icon="gavel",
        permission="own",
        when=_is_arbitrated,
    )
    def decide_for_shopper(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.approve(
            request_id=row.pk, now=timezone.now(), actor=_me(request), words=answers["words"], arbiter=True
        )
        return _("The request is approved.")

    @verb(
        description=_("Decide for the mall"),
        asks=_("This ends the arbitration: the refusal stands."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="gavel",
        permission="own",
        when=_is_arbitrated,
    )
    def decide_for_mall(self, request: HttpRequest, row: Request, answers: dict[str, Any]) -> Text:
        services.refuse(
            request_id=row.pk, now=timezone.now(), actor=_me(request), words=answers["reason"], arbiter=True
        )
        return _("The request is refused.")


def _me(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


@admin.register(Policy)
class PolicyAdmin(OneRowAdmin):
    """The promised times."""

    owner_only = True
    list_display = ("answer_hours", "send_days", "receive_days", "mind_days", "fault_days", "second_shown")
    fields = (
        "answer_hours", "send_days", "receive_days", "mind_days", "fault_days", "second_above", "return_address",
    )  # fmt: skip
    second_shown = money("second_above", _("a second operator above (yuan)"))
