"""The checkout's own form. What it means is decided by the orders floor; here only what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import IdentityForm
from catalog.models import Complaint

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


class ProfileForm(forms.Form):
    """What a shopper may put right about the account. What is valid the accounts floor decides."""

    display_name = forms.CharField(
        label=_("Name shown"), required=False, max_length=120, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": "60"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


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


class NoticeForm(forms.Form):
    """侵权通知: a complaint about goods, by whoever owns the right or acts for its owner."""

    product = forms.CharField(
        label=_("Page of the goods"), max_length=300,
        help_text=_("The address of the product's page in this mall, or the number in it."),
    )  # fmt: skip
    right = forms.ChoiceField(label=_("Right that is infringed"), choices=Complaint.Right.choices)
    registration_no = forms.CharField(
        label=_("Number of its registration"), max_length=60,
        help_text=_("Of the trademark, the patent, or the registration of the work."),
    )  # fmt: skip
    complainant = forms.CharField(label=_("Owner of the right"), max_length=120)
    contact = forms.CharField(
        label=_("How to reach you"), max_length=120,
        help_text=_("E-mail or telephone. The supplier of the goods does not see it."),
    )  # fmt: skip
    statement = forms.CharField(
        label=_("What infringes it, and how"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = forms.CharField(
        label=_("Proof"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Addresses of certificates, powers of attorney, comparisons; one a line, at most twenty."),
    )  # fmt: skip
    vouched = forms.BooleanField(
        label=_("What I declare is true; for a wrong notice that does harm I answer before the law."),
    )

    def clean_evidence(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["evidence"].splitlines() if line.strip()]
        if len(lines) > 20 or any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("At most twenty lines of at most 300 characters."))
        return lines
