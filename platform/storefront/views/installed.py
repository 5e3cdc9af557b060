"""The installable web app: its manifest, its icons, its worker. Each mall has its own."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from storefront import icons
from storefront.filling.language import language, say
from storefront.serving import public
from tenancy.colours import theme_of

_WORKER = Path(__file__).parent.parent / "static" / "storefront" / "js" / "worker.js"


@public(query=())
def manifest(request: HttpRequest) -> HttpResponse:
    mall = request.mall  # type: ignore[attr-defined]
    name = say(mall.names)
    data = {
        "id": "/",
        "name": name,
        "short_name": name[:12],
        "description": say(mall.slogans),
        "lang": "en" if language() == "en" else "zh-Hans",
        "dir": "ltr",
        "start_url": reverse("storefront:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#F5F6F8",
        "theme_color": theme_of(mall.brand_colour)["brand"],
        "categories": ["shopping"],
        "icons": [_icon("192"), _icon("512"), _icon("maskable", "maskable"), _drawing()],
        "shortcuts": [
            {"name": _("Cart"), "url": reverse("storefront:cart")},
            {"name": _("My orders"), "url": reverse("storefront:orders")},
        ],
    }
    return JsonResponse(
        data,
        content_type="application/manifest+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _icon(name: str, purpose: str = "any") -> dict[str, str]:
    side = icons.KINDS[name][0]
    return {
        "src": reverse("storefront:icon", args=[name]),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


def _drawing() -> dict[str, str]:
    return {"src": static("storefront/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}


@public(query=())
def icon(request: HttpRequest, name: str) -> HttpResponse:
    if name not in icons.KINDS:
        raise Http404
    response = HttpResponse(icons.drawn(name, request.mall.brand_colour), content_type="image/png")  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@public(query=())
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it answers for the whole mall. A changed worker is another version, and old copies go."""
    body, version = _worker()
    response = HttpResponse(
        f'const VERSION = "{version}";\n{body}', content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> tuple[str, str]:
    body = _WORKER.read_text(encoding="utf-8")
    return body, hashlib.sha256(body.encode()).hexdigest()[:12]
