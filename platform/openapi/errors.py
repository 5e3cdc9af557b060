"""Refusals as JSON: `{"code", "message", "field"?}`, in the language of the request.

What belongs to somebody else, or to another mall, is answered exactly as what does not exist: 404, never 403.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.exceptions import APIException, ErrorDetail
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.types import AccountError
from catalog.types import CatalogError
from journal.types import KeyReused
from orders.payments.types import GatewayAway, PaymentError
from orders.types import (
    CartChanged,
    EmptyCart,
    NotAllowedNow,
    NotOffered,
    NotYours,
    OrderError,
    OutOfStock,
    PriceChanged,
)

NOT_FOUND = _("This was not found.")
REUSED = _("This idempotency key came before with another request.")
_CONFLICTS = (NotAllowedNow, OutOfStock, PriceChanged, CartChanged, EmptyCart)


class Refused(APIException):
    """A refusal of this door itself."""

    status_code = 422
    wait: int | None = None

    def __init__(self, code: str, message: Any, *, status: int = 422, field: str = "") -> None:
        self.status_code, self.field = status, field
        super().__init__(message, code)


def as_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """The exception handler of the API. None for what nobody foresaw: that is a fault, and logged as one."""
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, APIException):
        set_rollback()
        return _of_framework(exc)
    answer = _of_domain(exc)
    if answer is not None:
        set_rollback()
    return answer


def answered(status: int, code: str, message: Any, field: str = "") -> Response:
    body = {"code": code, "message": str(message)}
    return Response(body | ({"field": field} if field else {}), status=status)


def _of_domain(exc: Exception) -> Response | None:
    if isinstance(exc, NotYours):
        return answered(404, "not_found", NOT_FOUND)
    if isinstance(exc, OrderError):
        return answered(_status(exc), exc.code, exc)
    if isinstance(exc, AccountError | CatalogError):
        return answered(422, exc.code, exc.message, exc.field)
    if isinstance(exc, PaymentError):
        return answered(503 if isinstance(exc, GatewayAway) else 409, exc.code, exc.message)
    if isinstance(exc, KeyReused):
        return answered(422, "key_reused", REUSED)
    return None


def _status(exc: OrderError) -> int:
    if isinstance(exc, NotOffered):
        return 404
    return 409 if isinstance(exc, _CONFLICTS) else 422


def _of_framework(exc: APIException) -> Response:
    field, detail = next(_details(exc.detail), ("", ErrorDetail("", "error")))
    message: Any = detail
    if isinstance(exc, exceptions.NotFound):
        message = NOT_FOUND
    answer = answered(exc.status_code, detail.code or "error", message, getattr(exc, "field", "") or field)
    for header, value in (("WWW-Authenticate", "auth_header"), ("Retry-After", "wait")):
        found = getattr(exc, value, None)
        if found:
            answer[header] = str(int(found)) if value == "wait" else found
    return answer


def _details(detail: Any, path: str = "") -> Iterator[tuple[str, ErrorDetail]]:
    """Every single message with the path of its field, the first one first."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _details(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list | tuple):
        for inner in detail:
            yield from _details(inner, path)
    else:
        yield path, detail
