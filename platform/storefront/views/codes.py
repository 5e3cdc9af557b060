"""Signing in with a code sent to the phone; whoever is new has an account afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.adapter import client_address
from accounts.forms import CodeForm, OldPhoneForm
from accounts.services.codes import SIGN_IN, TooManyCodes, issue_code, use_code, void_code
from accounts.services.phones import shopper_of_phone
from notifications.sms import Account, SmsError, send_sms
from storefront import carts
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.people import masked_phone
from storefront.presentation import Link, PageHead
from storefront.reading import local_path
from storefront.serving import personal

_BACKEND = "accounts.backends.MallBackend"


@personal
@require_http_methods(["GET", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """POST with `send` sends a code to `phone`; without it `phone` and `code` sign in."""
    account = Account.of_mall()
    if account is None:
        return HttpResponseRedirect(reverse("account_login"))
    form = CodeForm(request.POST or None, sending="send" in request.POST)
    sent = ""
    if request.method == "POST" and form.is_valid():
        if form.sending:
            sent = _send(request, form, account)
        elif use_code(phone=form.cleaned_data["phone"], code=form.cleaned_data["code"]):
            return _signed_in(request, form.cleaned_data["phone"])
        else:
            form.add_error("code", _("This code is wrong or has run out. Ask for a new one."))
    return render(
        request, "storefront/login.html", _context(request, form, account, sent), status=_status(form)
    )


def _status(form: CodeForm) -> int:
    return 422 if form.errors else 200


def _send(request: HttpRequest, form: CodeForm, account: Account) -> str:
    phone = form.cleaned_data["phone"]
    return send_code(request, form, account, phone=phone, purpose=SIGN_IN, words=_words)


def send_code(
    request: HttpRequest,
    form: OldPhoneForm,
    account: Account,
    *,
    phone: str,
    purpose: str,
    words: Callable[[HttpRequest, str], str],
) -> str:
    """Send a code to `phone`, as `words` say it. Returns what to tell the person; empty where the form says why
    nothing was sent.
    """
    field = "phone" if "phone" in form.fields else "code"
    try:
        code = issue_code(phone=phone, address=client_address(request), purpose=purpose)
        send_sms(account=account, phone=phone, text=words(request, code))
    except TooManyCodes as error:
        form.add_error(field, str(error.message))
        return ""
    except SmsError as error:
        void_code(phone=phone, purpose=purpose)
        form.add_error(field, str(error.message))
        return ""
    return _("A code was sent to %(phone)s. It is good for five minutes.") % {"phone": masked_phone(phone)}


def _words(request: HttpRequest, code: str) -> str:
    return _("%(code)s is your code for %(mall)s, good for five minutes. Tell it to nobody.") % {
        "code": code,
        "mall": chrome(request).mall.name,
    }


def _signed_in(request: HttpRequest, phone: str) -> HttpResponse:
    user = shopper_of_phone(phone=phone, language=language())
    login(request, user, backend=_BACKEND)
    carts.adopt(request, timezone.now())
    return HttpResponseRedirect(
        local_path(request.POST.get("next", ""), reverse("storefront:home")), status=303
    )


def _context(request: HttpRequest, form: CodeForm, account: Account, sent: str) -> dict[str, Any]:
    back = request.POST.get("next") or request.GET.get("next") or ""
    return {
        "form": form,
        "by": "code",
        "can_send": True,
        "sent_text": sent,
        "inbox_url": f"{account.inbox}?phone={form.cleaned_data['phone']}" if sent and account.inbox else "",
        "next": back,
        "other_ways": ways(back, by_code=True),
        "page": PageHead(title=_("Sign in or register")),
        **chrome(request).context(),
    }


def ways(back: str, *, by_code: bool) -> tuple[Link, ...]:
    """The tabs of the door; none where the mall sends no text messages."""
    if not by_code and Account.of_mall() is None:
        return ()
    query = f"?{urlencode({'next': back})}" if back else ""
    return (
        Link(_("Code by text message"), reverse("account_code") + query, current=by_code),
        Link(_("Password"), reverse("account_login") + query, current=not by_code),
    )
