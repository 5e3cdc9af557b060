"""Public pages: the same bytes for everyone, so that this house, browsers and CDNs may keep them.

`docs/decisions/public-pages.md` says how and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial, wraps
from typing import Any, overload
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from orders.clock import BEIJING, beijing_day

View = Callable[..., HttpResponse]
# Browsers ask each time (a 304 costs next to nothing) and so never show a price that is gone; a CDN may keep a page for
# a minute, and show it while it fetches the next.
KEEP = "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Publicness:
    """`query`: the names of query values that make another page; None: all of them."""

    query: frozenset[str] | None
    seconds: float

    def address(self, request: HttpRequest) -> str:
        """Path and query in one order, without what makes no other page."""
        pairs = [
            (name, value)
            for name, values in sorted(request.GET.lists())
            if self.query is None or name in self.query
            for value in values
        ]
        return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


@overload
def public(view: View) -> View: ...
@overload
def public(*, query: Iterable[str] | None = None, seconds: float = _HOUR) -> Callable[[View], View]: ...
def public(view: View | None = None, *, query: Iterable[str] | None = None, seconds: float = _HOUR) -> Any:
    """GET and HEAD only; Cache-Control and a strong ETag; nothing of the visitor.

    `query`: only these query values reach the view, so that a campaign's marks do not multiply pages. `seconds`: how
    long the page may be kept where nothing it shows changes.
    """
    publicness = Publicness(None if query is None else frozenset(query), seconds)
    return partial(_answered_publicly, publicness) if view is None else _answered_publicly(publicness, view)


def _answered_publicly(publicness: Publicness, view: View) -> View:

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        _narrow(request, publicness.query)
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", KEEP)
            response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        elif response.status_code == 301:
            response.headers.setdefault("Cache-Control", "public, max-age=3600")
        return response

    answered.publicness = publicness  # type: ignore[attr-defined]
    return answered


def _narrow(request: HttpRequest, names: frozenset[str] | None) -> None:
    """Only what makes another page, its names in one order: links made from it are the same bytes too."""
    kept = QueryDict(mutable=True)
    for name in sorted(request.GET):
        if names is None or name in names:
            kept.setlist(name, request.GET.getlist(name))
    kept._mutable = False
    request.GET = kept  # type: ignore[assignment]


def true_until(request: HttpRequest, moment: datetime | None) -> None:
    """What the page shows changes by itself at `moment`: it is kept no longer. None changes nothing."""
    if moment is not None:
        known = getattr(request, "_true_until", None)
        request._true_until = min(known, moment) if known else moment  # type: ignore[attr-defined]


def kept_until(request: HttpRequest, publicness: Publicness, now: datetime) -> float:
    """Unix time: the page's own limit, Beijing's midnight (rates and dates are those of a day), or what it said."""
    midnight = datetime.combine(beijing_day(now) + timedelta(days=1), time_of_day.min, BEIJING)
    ends = [now.timestamp() + publicness.seconds, midnight.timestamp()]
    said = getattr(request, "_true_until", None)
    return min([*ends, said.timestamp()] if said else ends)
