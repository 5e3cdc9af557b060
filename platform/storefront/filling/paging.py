"""Links to other pages of a list; everything else in the address stays."""

from __future__ import annotations

from django.http import HttpRequest

from storefront.presentation import PageLink, Pagination, page_numbers


def address(request: HttpRequest, **changes: str | None) -> str:
    """This address with some query values set, or taken away where None."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    text = query.urlencode()
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
