"""What ports push (回执推送): a form, judged by the port's own sign, answered in the port's own words."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpResponse, QueryDict
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from customs.services import receive_push
from customs.services.original_data import receive_request
from customs.types import NoPort, PushRefused
from openapi.errors import answered
from openapi.views.base import ApiView, operation
from openapi.views.webhooks import Raw

log = logging.getLogger(__name__)
LONGEST_BODY = 4 * 1024 * 1024


class PaymentData(ApiView):
    """Announcement 179: customs asks (platDataOpen); the answer goes to customs' own address, never back here."""

    authentication_classes: Any = []
    parser_classes: Any = [Raw]

    @operation(
        "Customs asks for the original payment data of an order", takes=OpenApiTypes.OBJECT, status=200,
        refusals=(413,), tag="webhooks", name="webhooks_payment_data",
    )  # fmt: skip
    def post(self, request: Request) -> Any:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > 16 * 1024:
            return answered(413, "PARAM_ERROR", "too large")
        form = QueryDict(request._request.body, encoding="utf-8")
        return Response(receive_request(text=form.get("openReq") or "", now=self.now))


class PortPush(ApiView):
    authentication_classes: Any = []
    parser_classes: Any = [Raw]

    @operation(
        "A customs port brings receipts", takes=OpenApiTypes.OBJECT, status=200,
        refusals=(401, 413), tag="webhooks", name="webhooks_port",
    )  # fmt: skip
    def post(self, request: Request, port: str) -> Any:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return answered(413, "PARAM_ERROR", "too large")
        try:
            form = QueryDict(request._request.body, encoding="utf-8").dict()
            said = receive_push(port=port, body={k: str(v) for k, v in form.items()}, now=self.now)
        except PushRefused as refused:
            log.warning("A push of port %s was refused: %s", port, refused.why)
            return answered(401, "SIGN_ERROR", "not the port's")
        except (NoPort, KeyError):
            return answered(404, "RESOURCE_NOT_EXISTS", "no such port")
        return HttpResponse(said, content_type="text/xml; charset=utf-8")
