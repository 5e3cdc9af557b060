"""The OpenAPI document, on any host; and the answer to addresses that are none."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from openapi.views.base import ApiView


@extend_schema(exclude=True)
class Schema(SpectacularJSONAPIView):
    authentication_classes: Any = []
    permission_classes: Any = []


@extend_schema(exclude=True)
class Missing(ApiView):
    """So that a machine gets JSON for a wrong address, whatever the method."""

    authentication_classes: Any = []

    def _missing(self, request: Request, rest: str = "") -> Response:
        raise NotFound()

    get = post = put = patch = delete = _missing
