"""What a mall says: help, the buyer's notice, the licence, the offline page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.markup import html_of, plain_of
from content.selectors import ArticleText, article, moved
from orders.selectors import buyers_notice
from storefront.filling.heads import head
from storefront.filling.language import language, say
from storefront.filling.mall import Chrome, chrome
from storefront.filling.structured import article_ld
from storefront.presentation import Link
from storefront.serving import public
from storefront.serving.pages import page
from storefront.serving.public import true_until


@dataclass(frozen=True, slots=True)
class ArticleView:
    title: str
    html: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    version: str
    points: tuple[str, ...]
    hash: str


@public(query=())
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _article(request, slug, "help")


@public(query=())
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _article(request, slug, "article")


def _article(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A text whose kind changed has moved: its old address leads to the new one."""
    now = timezone.now()
    found = article(slug, now)
    if found is None:
        return _moved(kind, slug)
    if found.kind != kind:
        return HttpResponsePermanentRedirect(address_of(found.kind, slug))
    true_until(request, found.span.ends_at)
    return text_page(request, found)


def _moved(kind: str, slug: str) -> HttpResponse:
    new = moved("article", slug)
    if new is None:
        raise Http404
    return HttpResponsePermanentRedirect(address_of(kind, new))


def address_of(kind: str, slug: str) -> str:
    return reverse("storefront:article" if kind == "article" else "storefront:help", args=[slug])


def text_page(request: HttpRequest, found: ArticleText, **more: Any) -> HttpResponse:
    frame, title, body = chrome(request), say(found.title), say(found.body)
    is_help = found.kind == "help"
    links = frame.mall.help_links if is_help else article_links(frame)
    crumbs = [] if is_help else [Link(_("Articles"), reverse("storefront:articles"))]
    here = address_of(found.kind, found.slug)
    return page(
        request,
        "storefront/help.html",
        head(
            request,
            title,
            say(found.summary) or plain_of(body),
            kind="website" if is_help else "article",
            json_ld=() if is_help else (article_ld(found, title, request),),
        ),
        article=ArticleView(title, html_of(body), found.updated_at),
        links=[Link(link.text, link.url, current=link.url == here) for link in links],
        crumbs=[*crumbs, Link(title, here)],
        **more,
    )


def article_links(frame: Chrome) -> tuple[Link, ...]:
    return tuple(
        Link(say(row.title), address_of("article", row.slug), children=(Link(say(row.summary), ""),))
        for row in frame.said.articles
        if row.kind == "article"
    )


@public(query=())
def articles(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "storefront/articles.html",
        head(request, _("Articles"), _("What this mall writes about its goods, and how to choose them.")),
        articles=article_links(chrome(request)),
        crumbs=[Link(_("Articles"), request.path)],
    )


@public(query=())
def notice(request: HttpRequest) -> HttpResponse:
    found = buyers_notice(language())
    return page(
        request,
        "storefront/notice.html",
        head(request, _("Buyer's notice for cross-border goods")),
        notice=NoticeView(found.version, found.points, found.text_hash),
    )


@public(query=())
def licence(request: HttpRequest) -> HttpResponse:
    return page(request, "storefront/licence.html", head(request, _("Business licence")))


@public(query=())
def offline(request: HttpRequest) -> HttpResponse:
    return page(request, "storefront/offline.html", head(request, _("You are offline"), robots="noindex"))
