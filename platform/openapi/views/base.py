"""What every endpoint shares: who calls, in which language, and that a mall is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openapi.authentication import BearerAuthentication
from openapi.fields import ErrorBody
from openapi.language import asked_language

Asked = TypeVar("Asked", bound=serializers.Serializer)
NOT_FOUND, NOT_LOGGED_IN = 404, 401
_REFUSALS = {
    400: "The request cannot be read.",
    401: "Nobody is logged in, or the token is not good.",
    404: "Not there, or not yours: both look the same.",
    409: "Not possible as things stand now.",
    413: "Too large.",
    422: "Refused, with the reason.",
    429: "Too many attempts.",
    503: "The service behind does not answer; try again.",
}
PAGE = OpenApiParameter("page", int, description="From 1.")
LANGUAGE = OpenApiParameter(
    "Accept-Language", str, OpenApiParameter.HEADER, description="zh-hans (default) or en."
)


class ApiView(APIView):
    """`for_shoppers`: answers only somebody who is logged in."""

    authentication_classes: Any = [BearerAuthentication, SessionAuthentication]
    parser_classes: Any = [JSONParser]
    for_shoppers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.language, self.now = asked_language(request), timezone.now()
        with translation.override(self.language):
            response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", self.language)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if getattr(request._request, "mall", None) is None:
            raise NotFound()
        super().initial(request, *args, **kwargs)
        if self.for_shoppers and not request.user.is_authenticated:
            raise NotAuthenticated()

    @property
    def shopper_id(self) -> int:
        """The caller's own user id, whatever else the caller may be: this door serves shoppers."""
        return self.request.user.pk  # type: ignore[return-value]

    def asked(self, kind: type[Asked]) -> dict[str, Any]:
        """The body, checked. Raises ValidationError."""
        body = kind(data=self.request.data)
        body.is_valid(raise_exception=True)
        return body.validated_data

    def page(self) -> int:
        """?page=, 1 where it is not a sensible number."""
        text = self.request.query_params.get("page", "1")
        return min(int(text), 100_000) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def told(kind: type[serializers.Serializer], value: Any, status: int = 200) -> Response:
    return Response(_written_by(kind).to_representation(value), status=status)


@cache
def _written_by(kind: type[serializers.Serializer]) -> serializers.Serializer:
    """One of each kind for the life of the process: making its fields costs more than writing an answer by them."""
    return kind()


def operation(
    summary: str,
    *,
    answers: Any = None,
    takes: Any = None,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    parameters: tuple[OpenApiParameter, ...] = (),
    tag: str,
    name: str,
) -> Callable[[Any], Any]:
    """How the schema tells of an operation."""
    from drf_spectacular.utils import OpenApiResponse

    responses: dict[int, Any] = {status: answers or OpenApiResponse(description="Done.")}
    for code in (*refusals, 404):
        responses[code] = OpenApiResponse(ErrorBody, description=_REFUSALS[code])
    return extend_schema(
        operation_id=name,
        summary=summary,
        request=takes,
        responses=responses,
        parameters=[LANGUAGE, *parameters],
        tags=[tag],
    )
