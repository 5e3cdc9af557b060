"""Heads of public pages: absolute addresses come from the table of domains, never from a Host header alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from storefront.presentation import PageHead

_USUAL = {"http": 80, "https": 443}


def origin(request: HttpRequest) -> str:
    """Scheme and host: the mall's main one, whichever of its hosts was asked, on the configured port: every page has
    one canonical address."""
    port = settings.PUBLIC_PORT
    end = "" if port == _USUAL.get(settings.PUBLIC_SCHEME) else f":{port}"
    return f"{settings.PUBLIC_SCHEME}://{request.mall.main_host}{end}"  # type: ignore[attr-defined]


def head(request: HttpRequest, title: str = "", description: str = "", **more: Any) -> PageHead:
    """Canonical without the query but for the page number, which makes another page."""
    here = origin(request)
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() and page != "1" else ""
    return PageHead(
        title=title,
        description=description[:160],
        canonical=f"{here}{request.path}{query}",
        origin=here,
        **more,
    )
