"""What stands in an operator's form, shown in the real page before anything is kept. Only for the mall's operators."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.backends import works_here
from content.forms import settings_of
from content.markup import safe_link
from content.selectors import ArticleText, BannerRow, BlockRow, Span, said
from storefront import reading
from storefront.filling.mall import framed
from storefront.serving import personal
from storefront.views.home import written
from storefront.views.texts import text_page
from tenancy.pictures import PictureRefused, one_size

_LONGEST = {"title": 120, "line": 160, "subtitle": 160, "summary": 200, "button": 30, "body": 100_000}
Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """A line above the page, as `messages` shows them."""

    text: str
    level_tag: str = "info"

    def __str__(self) -> str:
        return self.text


@personal
@require_POST
def preview(request: HttpRequest, what: str) -> HttpResponse:
    """`what`: block, banner or article; the fields are those of the admin's form, half filled in too."""
    user = request.user
    draw = _DRAWN.get(what)
    if draw is None or not (user.is_authenticated and user.is_staff and works_here(user)):
        raise Http404
    return draw(request)


def _block(request: HttpRequest) -> HttpResponse:
    data, now = request.POST, timezone.now()
    row = BlockRow(
        kind=reading.text(data, "kind", 12),
        title=_words(data, "title"),
        subtitle=_words(data, "subtitle"),
        settings=settings_of(data),
        body=_words(data, "body"),
        span=Span(ends_at=_moment(data, "ends_at")),
        id=reading.row_id(data, "preview_id"),
        position=reading.number(data, "position"),
    )
    framed(request, said().at(now).with_block(row))
    return written(request, now, messages=(_note(),))


def _banner(request: HttpRequest) -> HttpResponse:
    data, now, words = request.POST, timezone.now(), said()
    pk = reading.row_id(data, "preview_id")
    kept = next((row.picture for row in words.banners if row.id == pk), "")
    row = BannerRow(
        title=_words(data, "title"),
        line=_words(data, "line"),
        button=_words(data, "button"),
        link=safe_link(data.get("link", "")) or "/",
        picture=_uploaded(request) or kept,
        id=pk,
        position=reading.number(data, "position"),
    )
    framed(request, words.at(now).with_banner(row))
    return written(request, now, messages=(_note(),))


def _article(request: HttpRequest) -> HttpResponse:
    data = request.POST
    found = ArticleText(
        slug=slugify(reading.text(data, "slug")) or "new",
        title=_words(data, "title"),
        body=_words(data, "body"),
        kind=reading.text(data, "kind", 10),
        summary=_words(data, "summary"),
    )
    return text_page(request, found, messages=(_note(),))


_DRAWN: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "block": _block,
    "banner": _banner,
    "article": _article,
}


def _words(data: QueryDict, name: str) -> Words:
    chinese, english = (
        data.get(f"{name}_{code}", "").replace("\x00", "")[: _LONGEST[name]] for code in ("zh_hans", "en")
    )
    return {"zh-hans": chinese or english, "en": english or chinese}


def _moment(data: QueryDict, name: str) -> datetime | None:
    """Of the admin's two fields, `<name>_0` the day and `<name>_1` the time; None while they are none."""
    try:
        found = parse_datetime(f"{reading.text(data, f'{name}_0', 10)}T{reading.text(data, f'{name}_1', 8)}")
    except ValueError:
        return None
    return timezone.make_aware(found) if found is not None and timezone.is_naive(found) else found


def _uploaded(request: HttpRequest) -> str:
    """A picture that was chosen and not kept yet, small, inside the page itself."""
    upload = request.FILES.get("upload")
    if upload is None:
        return ""
    try:
        drawn = one_size(upload.read(), longest=840)
    except PictureRefused:
        return ""
    return f"data:image/webp;base64,{base64.b64encode(drawn).decode()}"


def _note() -> Note:
    return Note(_("Preview: shoppers do not see this yet."))
