"""The pages of a list, as the component of the design system draws them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    pages: int
    previous_url: str
    next_url: str
    links: tuple[PageLink, ...]


def pagination(request: HttpRequest, number: int, pages: int) -> Pagination:
    """Links that keep the filters of the address."""

    def url(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    shown = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    links: list[PageLink] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            links.append(PageLink(None))
        links.append(PageLink(page, url(page), page == number))
    return Pagination(
        pages, url(number - 1) if number > 1 else "", url(number + 1) if number < pages else "", tuple(links)
    )


def asked_page(request: HttpRequest) -> int:
    """The page asked for; 1 where it is no number."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 100_000)) if text.isdigit() and len(text) < 9 else 1


def asked_id(text: str | None) -> int | None:
    """An id from a form or an address; None where it is none."""
    return int(text) if text and text.isdigit() and len(text) < 19 else None
