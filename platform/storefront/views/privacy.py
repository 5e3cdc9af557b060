"""My data: a copy, corrections, erasure, what was agreed to and who looked (个人信息权利)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import profile_of
from accounts.services import correct_profile, remove_identity
from accounts.types import InvalidProfile
from privacy import services
from privacy.retention import GONE, KEPT
from privacy.types import PrivacyError
from storefront.filling import privacy as filling
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.people import masked_login, signs_in_openly
from storefront.forms import ProfileForm
from storefront.presentation import PageHead
from storefront.serving import shopper_id, shopper_only


def _me(request: HttpRequest) -> int:
    found = shopper_id(request)
    if found is None:
        raise Http404
    return found


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("storefront:data"), status=303)


@shopper_only
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    me, now = _me(request), timezone.now()
    user = profile_of(me)
    context = {
        "name": user.display_name,
        "login": masked_login(user.login),
        "email": masked_login(user.email) if user.email else "",
        "may_change_login": signs_in_openly(user),
        "logins": filling.logins(me),
        "copies": filling.copies(me, now),
        "erasure": filling.erasure(me),
        "consents": filling.consents(me),
        "looks": filling.looks(me),
        "tab": "me",
        "page": PageHead(title=_("My data")),
        **chrome(request).context(),
    }
    return render(request, "storefront/my_data.html", context)


@shopper_only
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    try:
        services.ask_export(shopper_id=_me(request), language=language(), now=timezone.now())
    except PrivacyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("We are putting your data together. You get a message when the file is ready.")
        )
    return _back()


@shopper_only
@require_GET
def file(request: HttpRequest, token: UUID) -> HttpResponse:
    content = services.take_export(shopper_id=_me(request), token=token, now=timezone.now())
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@shopper_only
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = profile_of(_me(request))
    form = ProfileForm(request.POST or None, initial={"display_name": user.display_name, "email": user.email})
    if request.method == "POST" and form.is_valid():
        try:
            correct_profile(shopper_id=user.pk, **form.cleaned_data)
        except InvalidProfile as error:
            form.add_error(error.field, str(error.message))
        else:
            messages.success(request, _("Your details are corrected."))
            return _back()
    context = {
        "form": form,
        "login": masked_login(user.login),
        "may_change_login": signs_in_openly(user),
        "page": PageHead(title=_("Correct my details")),
        **chrome(request).context(),
    }
    return render(request, "storefront/my_data_profile.html", context, status=422 if form.errors else 200)


@shopper_only
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    me, problem = _me(request), ""
    if request.method == "POST" and request.POST.get("sure") != "on":
        problem = _("Please tick that you have read what goes and what stays.")
    elif request.method == "POST":
        try:
            services.ask_erasure(shopper_id=me, now=timezone.now())
        except PrivacyError as error:
            problem = str(error)
        else:
            messages.success(request, _("We have your request. Until the day shown you may take it back."))
            return _back()
    context = {
        "problem": problem,
        "gone": GONE,
        "kept": KEPT,
        "times": filling.times(me),
        "page": PageHead(title=_("Erase my account and data")),
        **chrome(request).context(),
    }
    return render(request, "storefront/my_data_erase.html", context, status=422 if problem else 200)


@shopper_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    try:
        services.withdraw_erasure(shopper_id=_me(request), now=timezone.now())
    except PrivacyError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Your account stays as it is."))
    return _back()


@shopper_only
@require_POST
def identity_remove(request: HttpRequest, identity_id: int) -> HttpResponse:
    if not remove_identity(shopper_id=_me(request), identity_id=identity_id, now=timezone.now()):
        raise Http404
    messages.success(
        request,
        _("The person is out of your identity book. What orders were declared with is kept as the law asks."),
    )
    return HttpResponseRedirect(reverse("storefront:identities"), status=303)
