"""Public pages are answered before anything that knows a visitor: no session, no cookie, no token, no header's wish.

What a view of such a page would read of a session is not there at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_path, override

from storefront.serving import generation, kept
from storefront.serving.public import Publicness, kept_until
from tax.services.tables import current_tables

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
TICKET = "crossport.page"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Allows the process to keep the answer in memory, as it left the house. `until`: Unix time."""

    mall_id: int
    generation: str
    until: float


class PublicPages:
    """Stands behind the mall and the headers of safety, before sessions and languages by cookie."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "mall", None) is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with override(language):
            match = _public_match(request.path_info)
            if match is not None:
                request.LANGUAGE_CODE = language
                response = convert_exception_to_response(partial(_page, match))(request)
                return _finished(request, response, language)
        return self.get_response(request)


def _public_match(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if hasattr(match.func, "publicness") else None


def _page(match: ResolverMatch, request: HttpRequest) -> HttpResponse:
    request.resolver_match = match
    write = partial(match.func, request, *match.args, **match.kwargs)
    publicness: Publicness = match.func.publicness  # type: ignore[attr-defined]
    mall = request.mall  # type: ignore[attr-defined]
    age = generation.current(mall.id)
    if age is None:
        return write()
    asked, address = request.get_full_path(), publicness.address(request)
    page = kept.taken_or_written(
        kept.key_of(f"{age}:{mall.content_version}:{current_tables().version}", mall.host, address),
        write,
        lambda: kept_until(request, publicness, timezone.now()),
    )
    if page.until and asked == address:
        request.META[TICKET] = Ticket(mall.id, age, page.until)
    return page.response


def _finished(request: HttpRequest, response: Any, language: str) -> HttpResponse:
    response.headers.setdefault("Content-Language", language)
    response = get_conditional_response(request, etag=response.headers.get("ETag"), response=response)
    if response.status_code == 200 and not response.streaming:
        response.headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
    return response
