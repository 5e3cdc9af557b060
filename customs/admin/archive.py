"""The archive of messages (报文存档): found by any number on them, read masked, sent again, one or many."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from lxml import etree

from accounts.services import note_look
from customs.admin.declarations import DOCUMENTS, _code
from customs.models import Message
from customs.services.keeping import opened
from customs.services.send_again import send_again
from customs.types import CustomsError
from identifiers import phone, resident_id
from journal.services import record
from tenancy.admin import MallAdmin, ReasonForm, StageFilter, Text, column, link, time, value_filter, verb
from tenancy.vault.sealing import Unreadable

_AT_ONCE = 100
_PERSONAL = re.compile(r"(<(?:\w+:)?(\w*(?:IdNumber|Name|Telephone|consignee))>)([^<]+)(</)", re.IGNORECASE)
_PEOPLE = {
    "buyeridnumber",
    "payeridnumber",
    "buyername",
    "payername",
    "buyertelephone",
    "consigneetelephone",
    "consignee",
}
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


def readable(xml: bytes) -> str:
    """A message for people: indented, which the signed bytes are not."""
    root = etree.fromstring(
        xml, etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    )
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")


def masked(text: str) -> str:
    """The same with people's names and numbers masked, wherever they stand."""
    return _NUMBER.sub(lambda found: _mask_number(found[0]), _PERSONAL.sub(_mask_element, text))


def _mask_element(found: re.Match[str]) -> str:
    name, value = found[2].lower(), found[3]
    if name not in _PEOPLE:
        return found[0]
    if name.endswith("idnumber"):
        value = _mask_number(value)
    elif name.endswith("telephone"):
        value = phone.mask(value) if len(value) == 11 else "*" * len(value)
    else:
        value = value[0] + "*" * (len(value) - 1)
    return f"{found[1]}{value}{found[4]}"


def _mask_number(value: str) -> str:
    return resident_id.mask(value) if len(value) == 18 else "*" * len(value)


class MessageStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "unsent": (_("Waiting to be sent"), Q(sent_at__isnull=True)),
        "silent": (_("Sent, nothing heard yet"), Q(sent_at__isnull=False, status="")),
        "refused": (_("Returned by customs"), Q(status__startswith="-") | Q(status="100")),
        "failed": (_("Failed on the way"), ~Q(last_error="")),
    }


@admin.register(Message)
class MessageAdmin(MallAdmin):
    actions = ("send_chosen_again",)
    list_display = (
        "message_shown",
        "document",
        "declaration_shown",
        "revision",
        "status_shown",
        "attempts",
        "sent",
    )
    list_select_related = ("declaration",)
    list_filter = (
        MessageStage,
        value_filter(
            "kind",
            _("document"),
            {k: DOCUMENTS[k] for k in ("311", "411", "511", "621", "513", "623", "625")},
        ),
    )
    search_fields = (
        "message_id", "business_key", "guid", "file__message_id", "declaration__cop_no", "declaration__list_number",
        "declaration__package__number", "declaration__package__order__number",
    )  # fmt: skip
    ordering = ("-id",)
    fields = readonly_fields = (
        "message_shown", "document", "declaration_shown", "revision", "message_id", "file_shown", "status_shown",
        "attempts", "sent", "error", "digest_shown", "body",
    )  # fmt: skip
    actions_detail = ("send_again", "reveal")
    message_shown = column("business_key", _("business key"))
    document = column("kind", _("document"), lambda kind: f"CEB{kind} {DOCUMENTS.get(kind, '')}")
    declaration_shown = column("declaration", _("declaration"), link, sort=False)
    file_shown = column("file", _("file"), link, sort=False)
    status_shown = column("status", _("customs status"), _code)
    sent = time("sent_at", _("sent at"))
    error = column("last_error", _("last error"))
    digest_shown = column("digest", _("SHA-256 of the bytes sent"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("body_sealed")

    @verb(
        description=_("Send again as it is"),
        asks=_("The same bytes under the same id. A port that has the message already takes it once."),
        refusals=(CustomsError, Unreadable),
        icon="replay",
    )
    def send_again(self, request: HttpRequest, row: Message, answers: dict[str, Any]) -> Text:
        send_again(message_id=row.pk, now=timezone.now())
        return _("Sent again.")

    @admin.action(description=_("Send again as they are"), permissions=["act"])
    def send_chosen_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """The same bytes each; one that may not go says why and holds no other back."""
        sent, refused = 0, []
        for pk in queryset.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
            try:
                send_again(message_id=pk, now=timezone.now())
                sent += 1
            except (CustomsError, Unreadable) as why:
                refused.append(f"{pk}: {why}")
        self.message_user(request, _("%(count)d messages were sent again.") % {"count": sent})
        for said in refused[:10]:
            self.message_user(request, said, messages.WARNING)

    @admin.display(description=_("text, masked"))
    def body(self, row: Message) -> str:
        css = "text-xs whitespace-pre-wrap break-all"
        return format_html('<pre class="{}">{}</pre>', css, masked(_text_of(row)))

    @verb(
        description=_("Read in clear"),
        asks=_("Names and ID numbers are shown once; who looked, and why, is recorded for ever."),
        form=ReasonForm,
        icon="visibility",
        permission="reveal",
    )
    def reveal(self, request: HttpRequest, row: Message, answers: dict[str, Any]) -> HttpResponse:
        payload = {"message_id": row.pk, "reason": answers["reason"], "actor": f"operator:{request.user.pk}"}
        with transaction.atomic():
            record(
                kind="identity.revealed",
                subject=f"declaration:{row.declaration_id}",
                payload=payload,
                at=timezone.now(),
            )
            _noted(row, answers["reason"], request)
        response = render(request, "admin/revealed.html", {"text": _text_of(row)})
        response.headers["Cache-Control"] = "no-store"
        return response


def _noted(row: Message, reason: str, request: HttpRequest) -> None:
    """The orderer reads in the account who looked."""
    identity_id = row.declaration.package.order.identity_id if row.declaration_id is not None else None
    if identity_id is not None:
        note_look(
            identity_id=identity_id,
            what="customs",
            reason=reason,
            actor=f"operator:{request.user.pk}",
            actor_name=str(request.user),
            now=timezone.now(),
        )


def _text_of(row: Message) -> str:
    try:
        return readable(opened(row))
    except Unreadable:
        return str(_("This person was forgotten: nobody can read the message any more."))
