"""What every page carries: links, pictures, the mall itself, the head of the page, pagination."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """``current`` marks the place one is at (aria-current); ``count`` a figure shown beside the text.

    ``picture``: shown above the text where links are tiles.
    """

    text: str
    url: str
    current: bool = False
    icon: str = ""
    count: str = ""
    children: tuple["Link", ...] = ()
    picture: "Image | None" = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its own size, so that the page does not jump. ``srcset`` "a.webp 400w, b.webp 800w"."""

    src: str
    alt: str
    width: int = 800
    height: int = 800
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """``iso``: ISO 3166 two letters, any case; ``name`` in the page's language."""

    iso: str
    name: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The row every mall must show at its foot (E-commerce Law art. 15). Empty values are left out.

    ``line``: as the operator wrote it.
    """

    company: str = ""
    line: str = ""
    licence_number: str = ""
    customs_filing: str = ""
    icp: str = ""
    police: str = ""
    service_phone: str = ""
    service_email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class MallView:
    """The mall as its pages show it; the same for every visitor. ``mark``: letter of the logo-less mark."""

    name: str
    slogan: str = ""
    logo: Image | None = None
    hot_words: tuple[str, ...] = ()
    categories: tuple[Link, ...] = ()
    help_links: tuple[Link, ...] = ()
    licence: Licence = Licence()

    @property
    def mark(self) -> str:
        return self.name[:1]


@dataclass(frozen=True, slots=True)
class PageHead:
    """Head of a page. ``kind``: Open Graph type. ``json_ld``: plain dicts, one script block each.

    ``canonical`` and ``image`` are absolute addresses; ``origin`` is scheme and host for hreflang links.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    origin: str = ""
    image: str = ""
    kind: str = "website"
    robots: str = ""
    json_ld: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PageLink:
    """``number`` None stands for a gap ("…")."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    page: int
    pages: int
    links: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""


def page_numbers(page: int, pages: int) -> list[int | None]:
    """First, last and the neighbours of ``page``; None where numbers are left out."""
    wanted = sorted({n for n in (1, page - 1, page, page + 1, pages) if 1 <= n <= pages})
    shown: list[int | None] = []
    for number in wanted:
        if shown and isinstance(shown[-1], int) and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown
