"""Notices of payment gateways. The body is judged raw; answers have the shape that WeChat Pay asks for."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from openapi.errors import answered
from openapi.views.base import ApiView, operation
from orders.payments.selectors import notice_answer
from orders.payments.services import receive_notice
from orders.payments.types import ForgedNotice

log = logging.getLogger(__name__)
LONGEST_BODY = 64 * 1024


class Raw(BaseParser):
    """Whatever it says it is: a forged notice is told by its signature, not by its header."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return {}


class GatewayNotice(ApiView):
    authentication_classes: Any = []
    parser_classes: Any = [Raw]

    @operation(
        "A payment gateway tells that something was paid", takes=OpenApiTypes.OBJECT, status=204,
        refusals=(401, 413), tag="webhooks", name="webhooks_gateway",
    )  # fmt: skip
    def post(self, request: Request, gateway: str) -> HttpResponseBase:
        """204 for news and for news told before; the gateway sends again after anything else."""
        if too_long(request):
            return answered(413, "PARAM_ERROR", "too large")
        body = request._request.body
        try:
            outcome = receive_notice(gateway_name=gateway, headers=request.headers, body=body, now=self.now)
        except ForgedNotice as forged:
            log.warning("A notice of %s was refused: %s", gateway, forged.message)
            return answered(401, "SIGN_ERROR", "signature not valid")
        except (KeyError, ObjectDoesNotExist):
            return answered(404, "RESOURCE_NOT_EXISTS", "no such gateway")
        log.info("A notice of %s: %s", gateway, outcome)
        said = notice_answer(gateway)
        return HttpResponse(said, content_type="text/plain") if said else Response(status=204)


def too_long(request: Request, longest: int = LONGEST_BODY) -> bool:
    """Told before the body is read."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return not text.isdigit() or int(text) > longest
