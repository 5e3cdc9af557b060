"""Forms about people: signing in and up, an address, an orderer's identity. Rules are those of the services."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import consents
from accounts.models import Address, User
from accounts.services import AddressFields
from identifiers import phone

LOGIN_LABEL = _("Mobile number or e-mail")
LOGIN_WRONG = _("Enter an 11-digit mobile number or an e-mail address.")


def login_key(text: str) -> str:
    """The key a person signs in with: the 11 digits, or the address in small letters. Raises ValidationError."""
    text = text.strip()
    if "@" in text:
        validate_email(text)
        return text.lower()
    try:
        return phone.validate(text)
    except ValueError as error:
        raise ValidationError(LOGIN_WRONG, code="login_key") from error


class SignInForm(LoginForm):
    """allauth's, asking for the key a mall knows its people by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = LOGIN_LABEL
        field.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        self.fields["remember"].label = _("Stay signed in on this device")

    def clean_login(self) -> str:
        """Operators sign in with a plain name, so what is neither number nor address is tried as it is."""
        text = super().clean_login() if hasattr(super(), "clean_login") else self.cleaned_data["login"]
        try:
            return login_key(text)
        except ValidationError:
            return text.strip()


class SignUpForm(SignupForm):
    """A shopper's account: a mobile number or an e-mail address, and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["username"]
        field.label = LOGIN_LABEL
        field.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _("At least 8 characters, not only digits.")
        self.fields["password1"].widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})

    def clean_username(self) -> str:
        key = login_key(self.cleaned_data["username"])
        self.cleaned_data["username"] = key
        if User.objects.filter(login=key).exists():
            raise ValidationError(_("There is an account with this already: please sign in."), code="taken")
        return key

    def custom_signup(self, request: Any, user: Any) -> None:
        key = self.cleaned_data["username"]
        setattr(user, "email" if "@" in key else "phone", key)
        user.language = "en" if (get_language() or "").startswith("en") else "zh-hans"
        user.save(update_fields=["email", "phone", "language"])


class OldPhoneForm(forms.Form):
    """The code that was sent to a phone; it may be missing while one is asked for (`sending`)."""

    use_required_attribute = False

    code = forms.CharField(
        label=pgettext_lazy("by text message", "Code"),
        max_length=6,
        error_messages={"required": _("Enter the six digits of the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 6}
        ),
    )

    def __init__(self, *args: Any, sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sending = sending
        self.fields["code"].required = not sending

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if not self.sending and not (code.isascii() and code.isdigit() and len(code) == 6):
            raise ValidationError(_("Enter the six digits of the code."), code="code")
        return code


class CodeForm(OldPhoneForm):
    """A phone, and the code that was sent to it."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
        error_messages={"required": _("Enter an 11-digit mobile number.")},
    )
    field_order = ("phone", "code")

    def clean_phone(self) -> str:
        try:
            return phone.validate(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(_("Enter an 11-digit mobile number."), code="phone") from error


class PasswordForm(forms.Form):
    """The password once more."""

    use_required_attribute = False

    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class NewPhoneForm(CodeForm):
    """Another number to sign in with, and the code that was sent to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("New mobile number")


def _line(most: int, complete: str, **attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": complete, "maxlength": most} | attrs)


class AddressForm(forms.Form):
    """Where parcels go. Field names are those of the page; `fields_of` gives the service's."""

    use_required_attribute = False

    name = forms.CharField(label=_("Consignee"), max_length=60, widget=_line(60, "name"))
    phone = forms.CharField(
        label=_("Mobile number"), max_length=20, widget=_line(20, "tel-national", inputmode="tel")
    )
    province = forms.CharField(
        label=_("Province"), max_length=30, widget=_line(30, "address-level1", list="provinces")
    )
    city = forms.CharField(label=_("City"), max_length=30, widget=_line(30, "address-level2", list="cities"))
    district = forms.CharField(label=_("District"), max_length=30, widget=_line(30, "address-level3"))
    detail = forms.CharField(
        label=_("Street and number"), max_length=120, widget=_line(120, "street-address")
    )
    default = forms.BooleanField(label=_("Use this address by default"), required=False)

    def address_fields(self) -> AddressFields:
        data = self.cleaned_data
        return AddressFields(
            data["name"], data["phone"], data["province"], data["city"], data["district"], data["detail"]
        )

    @staticmethod
    def initial_of(address: Address) -> dict[str, Any]:
        return {
            "name": address.consignee,
            "phone": address.phone,
            "province": address.province,
            "city": address.city,
            "district": address.district,
            "detail": address.street,
            "default": address.is_default,
        }

    FIELD_OF = {"consignee": "name", "street": "detail"}
    """The service's names of fields where the page's differ."""


class IdentityForm(forms.Form):
    """An orderer's real name and ID number, with consent that is never ticked beforehand."""

    use_required_attribute = False

    real_name = forms.CharField(
        label=_("Real name"),
        max_length=60,
        help_text=_("As on the ID card"),
        widget=_line(60, "name"),
        error_messages={"required": _("Enter the name on the ID card.")},
    )
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=30,
        widget=_line(30, "off", autocapitalize="characters", spellcheck="false"),
        error_messages={"required": _("Enter the 18 characters of the ID number.")},
    )
    consent = forms.BooleanField(
        label=_("I agree that my name and ID number are used as said above"),
        error_messages={"required": _("Please agree to the use of your identity for customs clearance.")},
    )

    FIELD_OF = {"name": "real_name", "number": "id_number", "consent": "consent"}
    """The service's names of fields, as the page calls them."""

    @property
    def consent_points(self) -> tuple[str, ...]:
        return consents.points(get_language() or "")
