"""Errors, said plainly in the person's language; they stand when nothing else does."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from storefront.filling.mall import chrome
from storefront.presentation import PageHead

log = logging.getLogger(__name__)


def _plain(template: str, status: int) -> HttpResponse:
    response = HttpResponse(render_to_string(template), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _plain("403.html", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Inside a mall with its search and its categories; the plain page where even that cannot be read."""
    try:
        frame = chrome(request)
        context = {"page": PageHead(title=_("This page is not here"), robots="noindex"), **frame.context()}
        response = render(request, "storefront/missing.html", context, status=404)
    except Exception:
        log.debug("the plain page stands in", exc_info=True)
        return _plain("404.html", 404)
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _plain("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open too long, or the form is not ours."""
    return _plain("403_csrf.html", 403)
