"""Addresses that pages once had, or that people guess: they lead to the right ones for ever."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from storefront.serving import public


@public
def chinese(request: HttpRequest, rest: str | None = None) -> HttpResponse:
    """Chinese has no prefix: `/zh-hans/c/milk?page=2` is `/c/milk?page=2`."""
    path, query = "/" + (rest or "/").lstrip("/\\"), request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
