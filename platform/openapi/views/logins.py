"""Log in for a token, and register."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from openapi import tokens
from openapi.errors import Refused
from openapi.serializers.people import Login, Registration, ShopperBody, TokenBody
from openapi.throttling import address, count_try
from openapi.views.base import ApiView, operation, told
from openapi.views.carts import X_CART, guest_token
from orders.services.adopt_cart import adopt_cart

WRONG = _("The login or the password is wrong.")
TAKEN = _("This login is taken.")
_BY_LOGIN, _BY_ADDRESS = 5, 30


class Token(ApiView):
    authentication_classes: Any = []

    @operation("Log in; a guest's cart comes along", takes=Login, answers=TokenBody, status=201,
               refusals=(400, 401, 429), parameters=(X_CART,), tag="login", name="token_create")  # fmt: skip
    def post(self, request: Request) -> Response:
        asked = self.asked(Login)
        count_try(request, what="login-from", who=address(request), most=_BY_ADDRESS)
        count_try(request, what="login-of", who=asked["login"], most=_BY_LOGIN)
        user = authenticate(request._request, username=asked["login"], password=asked["password"])
        if user is None:
            raise Refused("login_failed", WRONG, status=401)
        guest = guest_token(request)
        if guest is not None:
            adopt_cart(token=guest, shopper_id=user.pk, now=self.now)
        body = {
            "token": tokens.token_for(user),
            "expires_at": self.now + tokens.LASTS,
            "shopper_id": user.pk,
        }
        return told(TokenBody, body, 201)


class Shoppers(ApiView):
    authentication_classes: Any = []

    @operation("Register as a shopper of this mall", takes=Registration, answers=ShopperBody, status=201,
               refusals=(400, 409, 422, 429), tag="login", name="shoppers_create")  # fmt: skip
    def post(self, request: Request) -> Response:
        asked = self.asked(Registration)
        count_try(request, what="register", who=address(request), most=_BY_ADDRESS)
        return told(ShopperBody, _registered(**asked), 201)


def _registered(*, login: str, password: str, display_name: str) -> Any:
    """Raises Refused: login_taken (409), login_invalid, password_weak."""
    users: Any = get_user_model()._default_manager
    if users.filter(login__iexact=login).exists():
        raise Refused("login_taken", TAKEN, status=409, field="login")
    adapter = get_adapter()
    _accepted("login_invalid", "login", lambda: adapter.clean_username(login))
    _accepted("password_weak", "password", lambda: adapter.clean_password(password))
    try:
        with transaction.atomic():
            return users.create_user(login, password, display_name=display_name)
    except IntegrityError as taken:
        raise Refused("login_taken", TAKEN, status=409, field="login") from taken


def _accepted(code: str, field: str, check: Any) -> None:
    try:
        check()
    except ValidationError as error:
        raise Refused(code, error.messages[0], field=field) from error
