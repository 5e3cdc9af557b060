"""Another phone to sign in with (换绑手机): first a proof of the old one, then a code to the new one.

Two steps at one address. Which one is shown depends on the proof that the session keeps; the accounts floor judges it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.adapter import knows_password
from accounts.forms import NewPhoneForm, OldPhoneForm, PasswordForm
from accounts.models import User
from accounts.services import change_login_phone, prove_by_code, prove_by_password
from accounts.services.login_phone import is_proved, purpose_of_new, purpose_of_old
from accounts.types import PhoneRefused, ProofMissing
from notifications.sms import Account
from storefront.filling.mall import chrome
from storefront.filling.people import is_phone, masked_login, masked_phone, signs_in_openly
from storefront.presentation import Link, PageHead
from storefront.serving import shopper_only
from storefront.views.codes import send_code

_PROOF = "login_phone_proof"


@shopper_only
@require_http_methods(["GET", "POST"])
def login_phone(request: HttpRequest) -> HttpResponse:
    """POST `step`: `old` (with `send` for a code), `password` or `new` (with `send` for a code)."""
    user = _me(request)
    account = Account.of_mall()
    if account is None:
        return _page(request, user, {"step": "none"})
    proved = is_proved(user=user, proof=request.session.get(_PROOF, ""), now=timezone.now())
    step = request.POST.get("step", "")
    if proved:
        return _new(request, user, account, posted=step == "new")
    if step == "new":
        messages.warning(
            request, _("Please prove once more that it is you: that was more than ten minutes ago.")
        )
        return _again()
    if step == "password" or (not step and _by_password(request, user)):
        return _password(request, user, posted=bool(step))
    return _old(request, user, account, posted=step == "old" and is_phone(user.login))


def _me(request: HttpRequest) -> User:
    """Whoever signs in with a number or an address; other logins are kept by those who gave them."""
    user: Any = request.user
    if not signs_in_openly(user):
        raise Http404
    mine: User = user
    return mine


def _by_password(request: HttpRequest, user: User) -> bool:
    return request.GET.get("by") == "password" or not is_phone(user.login)


def _again() -> HttpResponse:
    return HttpResponseRedirect(reverse("storefront:data_phone"), status=303)


def _old(request: HttpRequest, user: User, account: Account, *, posted: bool) -> HttpResponse:
    form = OldPhoneForm(request.POST if posted else None, sending="send" in request.POST)
    sent = ""
    if posted and form.is_valid():
        if form.sending:
            sent = send_code(
                request, form, account, phone=user.login, purpose=purpose_of_old(user.pk), words=_old_words
            )
        else:
            try:
                proof = prove_by_code(user=user, code=form.cleaned_data["code"], now=timezone.now())
            except PhoneRefused as error:
                form.add_error(error.field, str(error.message))
            else:
                return _proved(request, proof)
    seen = {"step": "old", "form": form, **_sent(sent, account, user.login)}
    return _page(request, user, seen, form)


def _password(request: HttpRequest, user: User, *, posted: bool) -> HttpResponse:
    form = PasswordForm(request.POST if posted else None)
    if posted and form.is_valid() and _knows(request, form):
        return _proved(request, prove_by_password(user=user, now=timezone.now()))
    seen = {"step": "password", "form": form, "has_password": user.has_usable_password()}
    return _page(request, user, seen, form)


def _knows(request: HttpRequest, form: PasswordForm) -> bool:
    try:
        if knows_password(request, form.cleaned_data["password"]):
            return True
    except ValidationError:
        form.add_error("password", _("Too many wrong passwords. Please try again in five minutes."))
        return False
    form.add_error("password", _("This is not your password."))
    return False


def _proved(request: HttpRequest, proof: str) -> HttpResponse:
    request.session[_PROOF] = proof
    return _again()


def _new(request: HttpRequest, user: User, account: Account, *, posted: bool) -> HttpResponse:
    form = NewPhoneForm(request.POST if posted else None, sending="send" in request.POST)
    sent = ""
    if posted and form.is_valid():
        if not form.sending:
            return _changed(request, user, form)
        phone = form.cleaned_data["phone"]
        sent = send_code(
            request, form, account, phone=phone, purpose=purpose_of_new(user.pk), words=_new_words
        )
    phone = form.cleaned_data["phone"] if sent else ""
    return _page(request, user, {"step": "new", "form": form, **_sent(sent, account, phone)}, form)


def _changed(request: HttpRequest, user: User, form: NewPhoneForm) -> HttpResponse:
    try:
        changed = change_login_phone(
            shopper_id=user.pk,
            phone=form.cleaned_data["phone"],
            code=form.cleaned_data["code"],
            proof=request.session.get(_PROOF, ""),
            now=timezone.now(),
        )
    except PhoneRefused as error:
        form.add_error(error.field, str(error.message))
        return _page(request, user, {"step": "new", "form": form}, form)
    except ProofMissing as error:
        messages.warning(request, str(error.message))
        return _again()
    request.session.pop(_PROOF, None)
    update_session_auth_hash(request, changed)
    messages.success(
        request,
        _("From now on you sign in with %(phone)s. Everywhere else you are signed out.")
        % {"phone": masked_phone(changed.login)},
    )
    return HttpResponseRedirect(reverse("storefront:data"), status=303)


def _sent(text: str, account: Account, phone: str) -> dict[str, str]:
    inbox = f"{account.inbox}?phone={phone}" if text and account.inbox else ""
    return {"sent_text": text, "inbox_url": inbox}


def _old_words(request: HttpRequest, code: str) -> str:
    return _(
        "%(code)s is your code for %(mall)s to change the number you sign in with, good for five minutes. If you did"
        " not ask for it, tell it to nobody: your account would be gone."
    ) % {"code": code, "mall": chrome(request).mall.name}


def _new_words(request: HttpRequest, code: str) -> str:
    return _(
        "%(code)s is your code for %(mall)s to sign in with this number from now on, good for five minutes. Tell it to"
        " nobody."
    ) % {"code": code, "mall": chrome(request).mall.name}


def _ways(user: User, step: str) -> tuple[Link, ...]:
    """The tabs of the first step; none where only one way is there."""
    if step not in ("old", "password") or not is_phone(user.login):
        return ()
    here = reverse("storefront:data_phone")
    return (
        Link(_("Code to the old phone"), here, current=step == "old"),
        Link(_("Phone lost: password"), f"{here}?by=password", current=step == "password"),
    )


def _page(
    request: HttpRequest, user: User, seen: dict[str, Any], form: OldPhoneForm | PasswordForm | None = None
) -> HttpResponse:
    context = {
        "login": masked_login(user.login),
        "ways": _ways(user, seen["step"]),
        "tab": "me",
        "page": PageHead(title=_("Change the number I sign in with")),
        **seen,
        **chrome(request).context(),
    }
    bad = form is not None and bool(form.errors)
    return render(request, "storefront/login_phone.html", context, status=422 if bad else 200)
