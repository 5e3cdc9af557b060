"""Ports for the mall's owner: open one, give its credentials, try it, see what is missing, switch it."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from customs import ports
from customs.admin.port_forms import AnsweringForm, CredentialsForm, DeviceForm, KeyForm, PayerForm
from customs.models import PortAccount, PortSigner
from customs.services import open_account
from customs.services.boxes import is_taken
from customs.services.doors import credentials_of, keep_credentials
from customs.services.filing import export_sheet
from customs.services.original_data.answer import keep_settings, settings_kept
from customs.services.payers import keep_payer
from customs.services.signing import keep_device, keep_signer
from customs.services.switch_port import NotYetLive, checklist, go_live, rehearse, switch_off, try_call
from customs.services.terms import Terms, keep_terms
from customs.types import BoxTaken, CustomsError
from tenancy.admin import MallAdmin, Section, Text, Words, badge, column, moment, state, time, verb

ACCOUNTS = Words(
    {
        "rehearsal": (PortAccount.State.REHEARSAL.label, "info"),
        "live": (PortAccount.State.LIVE.label, "success"),
        "off": (PortAccount.State.OFF.label, ""),
    }
)
CONFIDENCE = Words(
    {
        "verified": (_("Verified by several sources"), "success"),
        "one_source": (_("One source"), "warning"),
        "memory": (_("Not confirmed"), "danger"),
    }
)
FIELDS = {
    "district": _("customs district"),
    "office": _("offices"),
    "endpoint": _("address"),
    "test_endpoint": _("test address"),
    "own_document": _("documents of its own"),
    "receipts": _("how receipts come"),
    "receiver": _("receiver"),
    "hours": _("opening hours"),
    "wechat_customs": _("place in WeChat Pay"),
    "alipay_place": _("place in Alipay"),
}


def port_name(code: str) -> str:
    """In the operator's language; the code itself where nobody knows the port any more."""
    return ports.data(code).name(get_language() or "zh") if code in ports.codes() else code


def port_choices() -> list[tuple[str, str]]:
    return [(code, port_name(code)) for code in ports.codes()]


def own_ports() -> list[tuple[str, str]]:
    """The mall's ports that are not off."""
    rows = PortAccount.objects.exclude(state=PortAccount.State.OFF).order_by("port")
    return [(code, port_name(code)) for code in rows.values_list("port", flat=True)]


_TERMS = tuple(field.name for field in dataclass_fields(Terms))


class OpenForm(forms.ModelForm):
    """A new account: which port, where, and who declares."""

    port = forms.ChoiceField(label=_("port"), choices=port_choices, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = PortAccount
        fields = (
            "port", "endpoint", "dxp_id", "customs_code", "port_code", "platform_code", "platform_name", "agent_code",
            "agent_name", "payer_code", "payer_name", *_TERMS,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        port, endpoint = given.get("port"), given.get("endpoint") or ""
        if port and not endpoint.startswith(ports.SCHEMES[ports.data(port).family]):
            wanted = " ".join(ports.SCHEMES[ports.data(port).family])
            self.add_error(
                "endpoint", _("The address of this port begins with: %(schemes)s") % {"schemes": wanted}
            )
        elif port and not ports.is_address(port, endpoint):
            self.add_error("endpoint", _("This is no address: its host or port number cannot be read."))
        if is_taken(given.get("dxp_id") or ""):
            self.add_error("dxp_id", BoxTaken.message)
        return given


class TermsForm(forms.ModelForm):
    """What may be changed of an account by hand; the rest comes from opening it again."""

    class Meta:
        model = PortAccount
        fields = _TERMS


@admin.register(PortAccount)
class PortAccountAdmin(MallAdmin):
    owner_only = True
    can_add = can_change = True
    form = OpenForm
    list_display = ("port_shown", "state_shown", "breaker", "endpoint", "agent_code", "polled", "tested")
    ordering = ("port",)
    fields = (
        "port_shown", "state_shown", "breaker", "endpoint", "dxp_id", "customs_code", "port_code", "platform_code",
        "platform_name", "agent_code", "agent_name", "payer_code", "payer_name", *_TERMS, "polled", "tested",
        "test_says",
    )  # fmt: skip
    readonly_fields = tuple(name for name in fields if name not in _TERMS)
    actions_detail = (
        "try_it",
        "credentials",
        {"title": _("Signer"), "icon": "draw", "items": ["own_key", "device"]},
        {
            "title": _("More"),
            "icon": "more_horiz",
            "items": ["filings", "payers", "answering", "live", "rehearsing", "off"],
        },
    )
    port_shown = column("port", _("port"), port_name)
    state_shown = state("state", _("state"), ACCOUNTS)
    polled = time("polled_at", _("last asked at"))
    tested = time("tested_at", _("test call"))

    def get_fields(self, request: HttpRequest, obj: PortAccount | None = None) -> Any:
        return OpenForm.Meta.fields if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: PortAccount | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=TermsForm if change else OpenForm, **kwargs)

    def save_model(self, request: HttpRequest, obj: PortAccount, form: Any, change: bool) -> None:
        given = form.cleaned_data
        if not change:
            self._open(given)
        port = obj.port if change else given["port"]
        keep_terms(port=port, terms=Terms(**{name: given[name] for name in _TERMS}))
        obj.pk = PortAccount.objects.get(port=port).pk

    def _open(self, given: dict[str, Any]) -> None:
        open_account(
            port=given["port"],
            endpoint=given["endpoint"],
            dxp_id=given["dxp_id"],
            customs_code=given["customs_code"],
            port_code=given["port_code"],
            platform=(given["platform_code"], given["platform_name"]),
            agent=(given["agent_code"], given["agent_name"]),
            payer=(given["payer_code"], given["payer_name"]),
            now=timezone.now(),
        )

    @admin.display(description=_("line"))
    def breaker(self, row: PortAccount) -> str:
        if row.away_until and row.away_until > timezone.now():
            return badge(_("Does not answer"), "danger")
        return badge(_("Failing"), "warning") if row.failures else badge(_("Well"), "success")

    @verb(
        description=_("Test call"),
        asks=_("The port is asked something harmless with the credentials that are kept."),
        refusals=(CustomsError,),
        icon="network_check",
    )
    def try_it(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        says = try_call(port=row.port, now=timezone.now())
        return says or _("The port answered.")

    @verb(
        description=_("Credentials"),
        asks=_("Kept encrypted and never shown again. What is left empty stays as it is."),
        form=CredentialsForm,
        refusals=(CustomsError,),
        icon="key",
    )
    def credentials(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        names = CredentialsForm.base_fields
        keep_credentials(row.port, {name: answers[name] for name in names if answers.get(name)})
        return _("Kept.")

    @verb(
        description=_("Key in the encrypted store"),
        asks=_("The key and its certificate, as the port knows it. Kept encrypted and never shown again."),
        form=KeyForm,
        refusals=(CustomsError, ValueError),
        icon="encrypted",
    )
    def own_key(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        keep_signer(row.port, answers["private_key"], answers["certificate"], answers["pair"])
        return _("Kept.")

    @verb(
        description=_("Card or crypto machine"),
        asks=_("The control is asked for the card's certificate; from then on it signs for this port."),
        form=DeviceForm,
        refusals=(CustomsError, ValueError),
        icon="usb",
    )
    def device(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        keep_device(row.port, **{name: answers[name] for name in ("url", "pin", "pair", "per_minute")})
        return _("Kept.")

    @verb(
        description=_("Filings as a spreadsheet"),
        asks=_("Every filing at this port; the same sheet is read back under Filings."),
        icon="download",
    )
    def filings(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> HttpResponse:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(export_sheet(port=row.port), content_type=kind)
        response.headers["Content-Disposition"] = f'attachment; filename="filings-{row.port}.xlsx"'
        return response

    @verb(
        description=_("Payment company of a gateway"),
        asks=_(
            "Each payment company has a code of its own at customs; order and payment must name the one that was paid."
        ),
        form=PayerForm,
        refusals=(CustomsError, ValueError),
        icon="account_balance",
    )
    def payers(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        keep_payer(port=row.port, gateway=answers["gateway"], code=answers["code"], name=answers["name"])
        return _("Kept.")

    @verb(
        description=_("Payment data (announcement 179)"),
        asks=_(
            "Customs asks for the original payment data of an order; they are signed here and sent to this address."
        ),
        form=AnsweringForm,
        refusals=(CustomsError, ValueError),
        icon="receipt_long",
    )
    def answering(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        given = {name: answers[name].strip() for name in ("endpoint", "variant", "link")}
        keep_settings(port=row.port, **given)
        return _("Kept.")

    @verb(
        description=_("Switch to live"),
        asks=_("From then on declarations are in earnest. Everything of the checklist must be done."),
        refusals=(NotYetLive, CustomsError),
        icon="rocket_launch",
    )
    def live(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        go_live(port=row.port, now=timezone.now())
        return _("The port is live.")

    @verb(
        description=_("Back to rehearsal"),
        asks=_("The mall then sends all four documents itself, as in rehearsal."),
        refusals=(CustomsError,),
        icon="theater_comedy",
    )
    def rehearsing(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        rehearse(port=row.port)
        return _("The port is in rehearsal.")

    @verb(
        description=_("Switch off"),
        asks=_("Nothing more is sent or read there; what is under way waits."),
        refusals=(CustomsError,),
        icon="power_settings_new",
    )
    def off(self, request: HttpRequest, row: PortAccount, answers: dict[str, Any]) -> Text:
        switch_off(port=row.port)
        return _("The port is off.")

    def sections(self, request: HttpRequest, row: PortAccount) -> list[Section]:
        items = checklist(row, timezone.now())
        signers = PortSigner.objects.filter(port=row.port)
        return [
            Section(_("Checklist"), (_("step"), _("state")),
                    [(item.says, badge(_("Done"), "success") if item.done else badge(_("Missing"), "warning"))
                     for item in items]),
            Section(_("Signer"),
                    (_("kind of signer"), _("algorithms"), _("certificate number"), _("valid until"),
                     _("signatures a minute")),
                    [(s.get_kind_display(), s.pair, s.serial, moment(s.valid_until), s.per_minute or "–")
                     for s in signers]),
            Section(_("Credentials"), (_("name"), _("state")), _credential_rows(row.port)),
            Section(_("Payment company of a gateway"), (_("payment gateway"), _("code"), _("name")),
                    [(gateway, code, name) for gateway, (code, name) in sorted(row.payer_companies.items())]),
            Section(_("Payment data (announcement 179)"), (_("address"), _("how the string to sign is written")),
                    _answering_rows(row.port)),
            Section(_("What is known of this port"), (_("field"), _("value"), _("source"), _("how surely")),
                    _known_rows(row.port)),
        ]  # fmt: skip


def _credential_rows(port: str) -> list[tuple[Any, ...]]:
    given = credentials_of(port)
    wanted = ports.CREDENTIALS[ports.data(port).family] if port in ports.codes() else ()
    return [
        (name, badge(_("Kept"), "success") if given.get(name) else badge(_("Missing"), "warning"))
        for name in wanted
    ]


def _answering_rows(port: str) -> list[tuple[Any, ...]]:
    """One row where the mall answers by this port's signer."""
    try:
        kept = settings_kept()
    except CustomsError:
        return []
    return [(kept["endpoint"], kept["variant"])] if kept["port"] == port else []


def _known_rows(port: str) -> list[tuple[Any, ...]]:
    if port not in ports.codes():
        return []
    data = ports.data(port)
    rows = [(capfirst(_("door")), data.door.value or _("not known; rehearsed as %(family)s") % {"family": data.family},
             data.door.source or "–", CONFIDENCE.badge(data.door.confidence))]  # fmt: skip
    for name, label in FIELDS.items():
        known = data.known(name)
        if known.value:
            rows.append((capfirst(label), known.value, known.source, CONFIDENCE.badge(known.confidence)))
    return rows
