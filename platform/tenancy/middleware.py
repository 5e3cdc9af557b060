"""The first door: health for anybody, then the mall of the host."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenancy import health, hosts
from tenancy.actors import Actor
from tenancy.scope import in_mall

Handler = Callable[[HttpRequest], HttpResponse]

# Answered on any host, without a mall.
ABOVE = ("/openapi/v1/schema", "/static/")


class HealthMiddleware:
    """`GET /healthz`: 200 once everything runs, 503 and the reason while it does not; no session, no mall."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != "/healthz":
            return self.get_response(request)
        report = health.report()
        return JsonResponse(report, status=200 if report["status"] == "ok" else 503)


class MallMiddleware:
    """Opens the mall of the request's host for as long as the request lasts. There is no default mall."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.META.get("HTTP_HOST", "")
        request.mall = None  # type: ignore[attr-defined]
        if hosts.bare_host(header) == settings.CONSOLE_HOST or request.path_info.startswith(ABOVE):
            return self.get_response(request)
        mall = hosts.find(header)
        if mall is None:
            return HttpResponse(
                "此地址没有商城。 No mall lives at this address.\n",
                status=404,
                content_type="text/plain; charset=utf-8",
            )
        request.mall = mall  # type: ignore[attr-defined]
        with in_mall(mall.id, actor=Actor.public()):
            return self.get_response(request)
