"""What carriers push: judged by its signature over the raw body, each event by name."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from openapi.errors import answered
from openapi.views.base import ApiView, operation
from openapi.views.webhooks import Raw, too_long
from orders.logistics.services import receive_push, receive_tracking
from orders.logistics.trackers.registry import tracker
from orders.logistics.types import BadPush, ForgedPush, NoCarrier

log = logging.getLogger(__name__)


class CarrierPush(ApiView):
    authentication_classes: Any = []
    parser_classes: Any = [Raw]

    @operation(
        "A carrier tells where parcels are", takes=OpenApiTypes.OBJECT, status=200,
        refusals=(401, 413, 422), tag="webhooks", name="webhooks_carrier",
    )  # fmt: skip
    def post(self, request: Request, carrier: str) -> Any:
        """`outcome` names what became of the events. News told before is taken again and changes nothing."""
        if too_long(request):
            return answered(413, "PARAM_ERROR", "too large")
        try:
            outcome = receive_push(
                carrier_name=carrier, headers=request.headers, body=request._request.body, now=self.now
            )
        except ForgedPush:
            log.warning("a push in the name of carrier %s was refused", carrier)
            return answered(401, "SIGN_ERROR", "signature not valid")
        except BadPush as bad:
            log.warning("a push of carrier %s cannot be read: %s", carrier, bad)
            return answered(422, "PARAM_ERROR", str(bad))
        except NoCarrier:
            return answered(404, "RESOURCE_NOT_EXISTS", "no such carrier")
        return Response({"outcome": outcome})


class TrackingPush(ApiView):
    authentication_classes: Any = []
    parser_classes: Any = [Raw]

    @operation(
        "A tracking service tells where a parcel is", takes=OpenApiTypes.OBJECT, status=200,
        refusals=(401, 413, 422), tag="webhooks", name="webhooks_tracking",
    )  # fmt: skip
    def post(self, request: Request, service: str) -> Any:
        """Answered in the service's own words; it sends again after anything but its word for success."""
        try:
            client = tracker(service)
            if too_long(request, client.longest_body):
                return answered(413, "PARAM_ERROR", "too large")
            said = receive_tracking(
                service=service, headers=request.headers, body=request._request.body, now=self.now
            )
        except NoCarrier:
            return answered(404, "RESOURCE_NOT_EXISTS", "no such service")
        except (ForgedPush, BadPush) as refused:
            log.warning("a push of tracking service %s was refused: %s %s", service, refused.code, refused)
            status = 401 if isinstance(refused, ForgedPush) else 422
            return HttpResponse(client.answer(False), content_type="application/json", status=status)
        log.info("a push of tracking service %s: %s", service, said)
        return HttpResponse(client.answer(True), content_type="application/json")
