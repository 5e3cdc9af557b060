"""Signing in, up and out, through allauth: its checks and its limits, our words and addresses."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, SignupView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.forms import SignInForm, SignUpForm
from storefront import carts, remembered
from storefront.filling.mall import chrome
from storefront.presentation import PageHead
from storefront.serving import personal
from storefront.views.codes import ways


class _Door:
    """What our doors have in common: the mall's frame, where one goes on, the guest's cart and favourites."""

    request: HttpRequest
    title = ""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return context | {
            "page": PageHead(title=self.words()),
            "next": asked,
            "other_ways": ways(asked, by_code=False),
            **chrome(self.request).context(),
        }

    def words(self) -> str:
        return ""

    def get_success_url(self) -> str:
        return self.get_next_url() or reverse("storefront:home")  # type: ignore[attr-defined]

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        now = timezone.now()
        carts.adopt(self.request, now)
        remembered.adopt(self.request, now)
        return response


@method_decorator(personal, name="dispatch")  # type: ignore[arg-type]
class SignIn(_Door, LoginView):
    form_class = SignInForm

    def words(self) -> str:
        return _("Sign in")


@method_decorator(personal, name="dispatch")  # type: ignore[arg-type]
class SignUp(_Door, SignupView):
    form_class = SignUpForm

    def words(self) -> str:
        return _("Register")


@method_decorator(personal, name="dispatch")  # type: ignore[arg-type]
class SignOut(LogoutView):
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"page": PageHead(title=_("Sign out")), **chrome(self.request).context()}

    def get_redirect_url(self) -> str:
        return self.get_next_url() or reverse("storefront:home")
