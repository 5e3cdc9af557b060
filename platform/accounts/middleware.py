"""Sessions only where somebody needs one, and the actor of the request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from tenancy.actors import Actor
from tenancy.scope import in_mall, mall_id_or_none

Handler = Callable[[HttpRequest], HttpResponse]


class MallSessionMiddleware(SessionMiddleware):
    """Django's own; the store binds a session to its mall."""


class ActorMiddleware:
    """Who asks: a shopper, a supplier's staff or the mall's staff. Read only when a cookie says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from django.conf import settings

        mall_id = mall_id_or_none()
        if mall_id is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        with in_mall(mall_id, actor=_actor(request)):
            return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return Actor.public()
    if user.is_staff:
        return Actor.staff()
    return Actor.shopper(user.pk)
