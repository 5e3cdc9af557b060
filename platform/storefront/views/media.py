"""Pictures of a mall: only its own, only from the folders that are public, for ever in caches."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe

_PATH = re.compile(
    r"^(products|banners|brands|pages|reviews)/[A-Za-z0-9][A-Za-z0-9._/-]*\.(webp|png|jpg|jpeg|svg)$"
)
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
    changed = int(file.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    kept: HttpResponse | FileResponse
    if since is not None and changed <= since:
        kept = HttpResponseNotModified()
    else:
        kept = FileResponse(file.open("rb"), content_type=_TYPES[path.rsplit(".", 1)[1].lower()])
    kept.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    kept.headers["Last-Modified"] = http_date(changed)
    # A picture that is a document (SVG) must not be able to do anything.
    kept.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return kept
