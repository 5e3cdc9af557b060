"""Links to other pages of a list; everything else in the address stays."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from storefront.presentation import PageLink, Pagination, page_numbers


def address(request: HttpRequest, **changes: str | None) -> str:
    """This address with some query values set, or taken away where None."""
    kept = [(name, values) for name, values in request.GET.lists() if name not in changes]
    return _with(request, kept + [(name, [value]) for name, value in changes.items() if value is not None])


def toggled(request: HttpRequest, name: str, value: str) -> str:
    """This address from its first page, with one value of a facet more, or one less where it stands there."""
    values = request.GET.getlist(name)
    others = [one for one in values if one != value] if value in values else [*values, value]
    rest = [(key, found) for key, found in request.GET.lists() if key not in (name, "page")]
    return _with(request, [*rest, (name, others)])


def _with(request: HttpRequest, pairs: list[tuple[str, list[str]]]) -> str:
    text = urlencode([(name, value) for name, values in pairs for value in values])
    return f"{request.path}?{text}" if text else request.path


def page_address(request: HttpRequest, page: int) -> str:
    return address(request, page=str(page) if page > 1 else None)


def pagination(request: HttpRequest, page: int, pages: int) -> Pagination:
    return Pagination(
        page,
        pages,
        tuple(
            PageLink(n, page_address(request, n) if n else "", n == page) for n in page_numbers(page, pages)
        ),
        page_address(request, page - 1) if page > 1 else "",
        page_address(request, page + 1) if page < pages else "",
    )


def two_way(request: HttpRequest, page: int, *, has_next: bool) -> Pagination:
    """Where the number of pages is not counted: back and forth."""
    pages = page + 1 if has_next else page
    return pagination(request, page, pages)
