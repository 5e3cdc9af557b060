"""Forms about the company: its application, its papers, its shop, its staff. Rules are those of the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms import login_key
from customs.rules.codes import countries
from partners.models import Supplier, SupplierPaper, SupplierStaff
from partners.types import Application
from tenancy.bilingual import gathered


def country_choices() -> list[tuple[str, str]]:
    """ISO codes with names in the page's language, China first."""
    language = get_language() or ""
    rows = {row.iso: row.name(language) for row in countries.table().rows.values() if row.iso}
    first = [("CN", rows.pop("CN", "CN"))]
    return first + sorted(rows.items(), key=lambda row: row[1])


def _text(
    label: Any, most: int, *, required: bool = True, help_text: Any = "", rows: int = 0
) -> forms.CharField:
    attrs = {"maxlength": most} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=widget
    )


class ApplicationForm(forms.Form):
    """What a company says of itself."""

    use_required_attribute = False

    company_name = _text(_("Company's registered name"), 100)
    country = forms.ChoiceField(label=_("Registered in"), choices=country_choices)
    company_code = _text(
        _("Credit code or company number"), 18,
        help_text=_("In China the 18 characters of the credit code; abroad the number in your register."),
    )  # fmt: skip
    name_zh_hans = _text(_("Shop name in Chinese"), 100, required=False)
    name_en = _text(_("Shop name in English"), 100, required=False)
    contact_name = _text(_("Contact"), 60)
    contact_phone = _text(_("Telephone"), 30)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    intro_zh_hans = _text(_("What you sell, in Chinese"), 1000, required=False, rows=3)
    intro_en = _text(_("What you sell, in English"), 1000, required=False, rows=3)

    def application(self) -> Application:
        data = self.cleaned_data
        said = gathered(data, ("name", "intro"))
        return Application(
            name=said["name"],
            intro=said["intro"],
            **{
                name: data[name]
                for name in (
                    "company_name", "company_code", "country", "contact_name", "contact_phone", "contact_email",
                )
            },
        )  # fmt: skip

    @staticmethod
    def initial_of(row: Supplier) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ApplicationForm.base_fields}


class PaperForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What it is"), choices=SupplierPaper.Kind.choices)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG, PNG or WebP, at most 10 MB. Only this mall's operators see it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ShopForm(forms.Form):
    """Names and words of the shop, in both languages."""

    use_required_attribute = False

    name_zh_hans = _text(_("Shop name"), 100, required=False)
    intro_zh_hans = _text(_("Introduction"), 2000, required=False, rows=4)
    name_en = _text(_("Shop name"), 100, required=False)
    intro_en = _text(_("Introduction"), 2000, required=False, rows=4)
    featured = _text(
        _("Featured products"), 800, required=False, rows=2,
        help_text=_("Product codes, one a line or parted by commas; at most 12, in the order in which they stand."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class StaffForm(forms.Form):
    use_required_attribute = False

    login = _text(_("Mobile number or e-mail"), 100)
    name = _text(_("Name"), 60)
    role = forms.ChoiceField(label=_("Role"), choices=SupplierStaff.Role.choices)

    def clean_login(self) -> str:
        key: str = login_key(self.cleaned_data["login"])
        return key


def add_refusal(form: forms.Form, refused: Any) -> None:
    """A refusal of the domain beside its field; at the head of the form where it has none."""
    field = getattr(refused, "field", "")
    form.add_error(
        field if field in form.fields else None,
        ValidationError(str(refused.message), code=getattr(refused, "code", None)),
    )
