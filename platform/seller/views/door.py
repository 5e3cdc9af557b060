"""Signing in to the backend: allauth's checks and limits, the supplier's words."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.forms import SignInForm
from seller.access import private
from seller.frame import bare_frame


@method_decorator(private, name="dispatch")  # type: ignore[arg-type]
class SignIn(LoginView):
    form_class = SignInForm
    template_name = "seller/login.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return context | bare_frame(self.request, _("Seller backend")) | {"next": asked}

    def get_success_url(self) -> str:
        return self.get_next_url() or reverse("seller:home")

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response
