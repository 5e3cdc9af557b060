"""The checkout's own form. What it means is decided by the orders floor; here only what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import IdentityForm

NEW = "new"


class CheckoutForm(IdentityForm):
    """`address` and `identity` are an id or `new`; the fields of a new identity are asked only then."""

    address = forms.CharField(error_messages={"required": _("Choose where it goes.")})
    identity = forms.CharField(error_messages={"required": _("Choose who orders.")})
    notice = forms.CharField(
        error_messages={"required": _("Please read the notice for buyers and tick that you agree.")}
    )
    notice_hash = forms.CharField(required=False)

    def __init__(self, *args: Any, needs_identity: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        writes = self.data.get("identity") == NEW if self.is_bound else True
        if not needs_identity:
            self.fields["identity"].required = self.fields["notice"].required = False
        if not needs_identity or not writes:
            for name in ("real_name", "id_number", "consent"):
                self.fields[name].required = False

    def says(self, name: str | None, message: str) -> None:
        """An error of the domain beside its field; without one over the whole form."""
        self.add_error(name if name in self.fields else None, message)


class ResubmitForm(IdentityForm):
    """The orderer's identity put right: one of the book, or a new one."""

    identity = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("identity", NEW) != NEW:
            for name in ("real_name", "id_number", "consent"):
                self.fields[name].required = False


class ParcelForm(forms.Form):
    """Finding a parcel without a login."""

    number = forms.CharField(
        label=_("Waybill or package number"), min_length=6, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    digits = forms.RegexField(
        label=_("Last four digits of the consignee's phone"), regex=r"^[0-9]{4}$",
        error_messages={"invalid": _("Please enter four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}),
    )  # fmt: skip
