"""The queue of orders that a rule held or marked: operators release or refuse them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.selectors import who
from orders.errors import OrderError
from orders.risk.admin import CAUSES_SHOWN, end_of, me
from orders.risk.blacklist import blacklist_person
from orders.risk.models import Case
from orders.risk.rules import KINDS
from orders.services.decide_case import refuse_case, release_case
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
    state,
    time,
    verb,
    yuan,
)  # fmt: skip

_STATES = Words(
    {
        "open": (Case.State.OPEN.label, "warning"),
        "released": (Case.State.RELEASED.label, "success"),
        "refused": (Case.State.REFUSED.label, "danger"),
        "over": (Case.State.OVER.label, ""),
    }
)


def _is_open(row: Case) -> bool:
    return row.state == Case.State.OPEN


class CaseStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "open": (_("To decide"), Q(state="open")),
        "held": (_("Held, to decide"), Q(state="open", causes="hold")),
        "released": (Case.State.RELEASED.label, Q(state="released")),
        "refused": (Case.State.REFUSED.label, Q(state="refused")),
    }


class WhyForm(BaseDialogForm):
    words = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )


class RefuseForm(ReasonForm):
    blacklist = forms.BooleanField(
        label=_("Put the account and the ID number on the blacklist"), required=False,
        widget=UnfoldBooleanSwitchWidget,
    )  # fmt: skip
    until = forms.DateField(label=_("Until (empty: for good)"), required=False, widget=UnfoldAdminDateWidget)


@admin.register(Case)
class CaseAdmin(MallAdmin):
    """The oldest first: a buyer waits behind each."""

    list_display = (
        "order_shown",
        "causes_shown",
        "state_shown",
        "why_shown",
        "opened",
        "decided",
    )
    list_select_related = ("order",)
    list_filter = (CaseStage,)
    search_fields = ("order__number",)
    ordering = ("id",)
    fields = readonly_fields = (
        "order_shown", "causes_shown", "state_shown", "opened", "decided", "decided_shown", "words",
    )  # fmt: skip
    actions_detail = ("release", "refuse")
    order_shown = column("order", _("order"), link, sort=False)
    causes_shown = state("causes", _("consequence"), CAUSES_SHOWN)
    state_shown = state("state", _("state"), _STATES)
    opened = time("opened_at", _("opened at"))
    decided = time("decided_at", _("decided at"))
    decided_shown = column("decided_by", _("decided by"), lambda actor: who([actor])[actor], sort=False)

    @admin.display(description=_("what struck"))
    def why_shown(self, row: Case) -> str:
        return ", ".join(dict.fromkeys(str(KINDS.get(hit["kind"], hit["kind"])) for hit in row.hits)) or "–"

    def sections(self, request: HttpRequest, row: Case) -> list[Section]:
        """What struck, and the other orders of the same buyer: what a person decides by."""
        hits = [
            (
                KINDS.get(hit["kind"], hit["kind"]),
                _("blacklist") if hit.get("entry_id") else _("rule"),
                hit["found"],
                hit["most"],
                CAUSES_SHOWN.badge(hit["causes"]),
            )
            for hit in row.hits
        ]
        order = row.order
        others = (
            type(order).objects.filter(shopper_id=order.shopper_id).exclude(pk=order.pk).order_by("-pk")[:10]
        )
        heads = (_("kind"), _("by"), _("counted"), _("at most"), _("consequence"))
        return [
            Section(_("What struck"), heads, hits),
            Section(
                _("Other orders of the account"),
                (_("order"), _("placed at"), _("total"), _("consignee")),
                [(link(o), moment(o.placed_at), yuan(o.total), o.consignee) for o in others],
            ),
        ]

    @verb(
        description=_("Release"),
        asks=_("The order goes its way; if it is paid it is sent now."),
        refusals=(OrderError,),
        form=WhyForm,
        icon="check",
        when=_is_open,
    )
    def release(self, request: HttpRequest, row: Case, answers: dict[str, Any]) -> Text:
        release_case(case_id=row.pk, actor=me(request), now=timezone.now(), words=answers["words"])
        return _("The order is released.")

    @verb(
        description=_("Refuse and give the money back"),
        asks=_("The order is cancelled; money that was paid goes back to where it came from."),
        refusals=(OrderError,),
        form=RefuseForm,
        icon="block",
        when=_is_open,
    )
    def refuse(self, request: HttpRequest, row: Case, answers: dict[str, Any]) -> Text:
        now, until = timezone.now(), answers["until"]
        refuse_case(case_id=row.pk, actor=me(request), now=now, words=answers["reason"])
        if answers["blacklist"]:
            blacklist_person(
                shopper_id=row.order.shopper_id,
                identity_id=row.order.identity_id,
                reason=answers["reason"],
                actor=me(request),
                now=now,
                until=end_of(until),
            )
        return _("The order is refused.")
