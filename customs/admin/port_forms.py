"""The dialogs of a port's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget
from unfold.widgets import UnfoldAdminTextInputWidget as Line

from orders.payments.gateways.registry import DECLARES, NAMES

_PAIRS = [("rsa-sha1", "RSA-SHA1"), ("sm2-sm3", "SM2-SM3"), ("sm2-sm3-old", "SM2 (2000/09)")]


def gateway_choices() -> list[tuple[str, str]]:
    """Those that declare what was paid to them."""
    return [(code, str(NAMES[code])) for code in sorted(DECLARES)]


class CredentialsForm(BaseDialogForm):
    """Only what this port's door needs is used; what is left empty stays as it was."""

    userid = forms.CharField(label="userid", required=False, widget=Line)
    user = forms.CharField(label=_("user"), required=False, widget=Line)
    password = forms.CharField(label=_("password"), required=False, widget=UnfoldAdminPasswordWidget)
    customs = forms.CharField(label=_("customs office"), required=False, widget=Line)
    aes_key = forms.CharField(label=_("AES key (base64)"), required=False, widget=Line)
    private_key = forms.CharField(
        label=_("private key (PEM)"), required=False, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )
    port_key = forms.CharField(
        label=_("public key of the port (PEM)"), required=False, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )
    host_key = forms.CharField(label=_("host key of the server"), required=False, widget=Line)


class KeyForm(BaseDialogForm):
    pair = forms.ChoiceField(label=_("algorithms"), choices=_PAIRS, widget=UnfoldAdminSelectWidget)
    private_key = forms.CharField(label=_("private key (PEM)"), widget=UnfoldAdminTextareaWidget({"rows": 4}))
    certificate = forms.CharField(label=_("certificate (PEM)"), widget=UnfoldAdminTextareaWidget({"rows": 4}))


class DeviceForm(BaseDialogForm):
    pair = forms.ChoiceField(label=_("algorithms"), choices=_PAIRS, widget=UnfoldAdminSelectWidget)
    url = forms.CharField(label=_("address of the control (ws:// or wss://)"), widget=Line)
    pin = forms.CharField(label=_("PIN of the card"), widget=UnfoldAdminPasswordWidget)
    per_minute = forms.IntegerField(label=_("signatures a minute"), initial=250, min_value=1, widget=Line)


class PayerForm(BaseDialogForm):
    """One payment company's code and name, as customs knows it; both empty: the account's own again."""

    gateway = forms.ChoiceField(
        label=_("payment gateway"), choices=gateway_choices, widget=UnfoldAdminSelectWidget
    )
    code = forms.CharField(label=_("payment company code"), required=False, max_length=18, widget=Line)
    name = forms.CharField(label=_("payment company name"), required=False, max_length=100, widget=Line)


class AnsweringForm(BaseDialogForm):
    """Where the mall answers customs' questions; this port's signer signs."""

    endpoint = forms.CharField(label=_("address of customs' gateway (https://)"), max_length=300, widget=Line)
    variant = forms.ChoiceField(
        label=_("how the string to sign is written"),
        choices=[("quoted", _("with quotation marks")), ("bare", _("without, as the annex shows it"))],
        widget=UnfoldAdminSelectWidget,
    )
    link = forms.CharField(
        label=_("page of a product, where it is not this mall's own"),
        help_text=_(
            "{product}, {slug} and {sku} stand for its number, its name in the address, and the SKU code."
        ),
        required=False,
        max_length=300,
        widget=Line,
    )
