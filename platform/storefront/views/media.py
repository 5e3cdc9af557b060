"""Pictures of a mall: only its own, only from the folders that are public, for ever in caches.

Those of reviews may be moderated away: caches ask again after an hour, and what is hidden is there for nobody but who
wrote it, whose goods it speaks of, and who moderates.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe

from accounts.selectors import role_at
from catalog.reviews.selectors import Withheld, withheld
from partners.selectors import seat_of
from tenancy.scope import current_mall_id

_PATH = re.compile(
    r"^(products|banners|brands|pages|reviews)/[A-Za-z0-9][A-Za-z0-9._/-]*\.(webp|png|jpg|jpeg|svg)$"
)
_NAME = re.compile(r"-\d+\.\w+$")
_FOR_EVER, _FOR_AN_HOUR = "public, max-age=31536000, immutable", "public, max-age=3600"
_TYPES = {
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
}


def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    folder = f"mall-{request.mall.id}"  # type: ignore[attr-defined]
    path = path.removeprefix(f"{folder}/")
    if request.method not in ("GET", "HEAD") or not _PATH.match(path) or ".." in path:
        raise Http404
    file = Path(settings.MEDIA_ROOT) / folder / path
    if not file.is_file():
        raise Http404
    name = _NAME.sub("", path) if path.startswith("reviews/") else ""
    hidden = withheld(name) if name else None
    if hidden is not None and not _may_see(request, hidden):
        raise Http404
    changed = int(file.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    kept: HttpResponse | FileResponse
    if since is not None and changed <= since:
        kept = HttpResponseNotModified()
    else:
        kept = FileResponse(file.open("rb"), content_type=_TYPES[path.rsplit(".", 1)[1].lower()])
    kept.headers["Cache-Control"] = "private, no-store" if hidden else _FOR_AN_HOUR if name else _FOR_EVER
    kept.headers["Last-Modified"] = http_date(changed)
    # A picture that is a document (SVG) must not be able to do anything.
    kept.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return kept


def _may_see(request: HttpRequest, hidden: Withheld) -> bool:
    user: Any = request.user
    if not user.is_authenticated:
        return False
    if user.mall_id is None:
        return bool(user.is_staff and (user.is_superuser or role_at(user, current_mall_id())))
    if user.pk in hidden.shopper_ids:
        return True
    seat = seat_of(user.pk)
    return seat is not None and seat.supplier_id in hidden.supplier_ids
