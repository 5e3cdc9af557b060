"""Who calls: a bearer token, else the session of the shop's own pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from openapi import tokens

_WRONG = _("This token is not valid here, or has run out. Please log in again.")


class BearerAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, str] | None:
        word, _space, token = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer":
            return None
        user = tokens.user_of(token.strip())
        if user is None:
            raise AuthenticationFailed(_WRONG, code="token_invalid")
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it; found by being imported."""

    target_class = "openapi.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of POST /openapi/v1/token, good for 30 days in the mall that gave it.",
        }
