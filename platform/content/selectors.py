"""Reads of what a mall says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.utils import timezone

from content.models import Article, MovedAddress
from tenancy.scope import current_mall_id

Words = dict[str, str]
_ARTICLE, _BANNER = "article", "banner"


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something is shown; None is open."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= now) and (
            self.ends_at is None or now < self.ends_at
        )


@dataclass(frozen=True, slots=True)
class ArticleTitle:
    slug: str
    title: Words
    kind: str = "help"
    summary: Words = field(default_factory=dict)
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block of the home page as it is kept; `settings` is what its kind needs."""

    kind: str
    title: Words
    subtitle: Words
    settings: dict[str, Any]
    body: Words = field(default_factory=dict)
    span: Span = Span()
    id: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class BannerRow:
    """A slide; `picture` without `.webp`, or a whole `data:` address in a preview."""

    title: Words
    line: Words
    button: Words
    link: str
    picture: str
    span: Span = Span()
    id: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class ArticleText:
    slug: str
    title: Words
    body: Words
    kind: str = "help"
    summary: Words = field(default_factory=dict)
    span: Span = Span()
    updated_at: datetime | None = None


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


_Row = TypeVar("_Row", bound=_Spanned)


@dataclass(frozen=True, slots=True)
class Said:
    """What every page of a mall needs to know of its words, in order; also what is shown only later."""

    articles: tuple[ArticleTitle, ...] = ()
    blocks: tuple[BlockRow, ...] = ()
    banners: tuple[BannerRow, ...] = ()

    def at(self, now: datetime) -> Said:
        """What is shown now."""
        return Said(_at(self.articles, now), _at(self.blocks, now), _at(self.banners, now))

    def next_change(self, now: datetime) -> datetime | None:
        """When something begins or ends to be shown by itself."""
        rows: Iterable[_Spanned] = (*self.articles, *self.blocks, *self.banners)
        edges = (edge for row in rows for edge in (row.span.starts_at, row.span.ends_at))
        return min((edge for edge in edges if edge is not None and edge > now), default=None)

    def with_block(self, block: BlockRow) -> Said:
        """As if this block, of a form perhaps, stood in its place."""
        others = [row for row in self.blocks if not block.id or row.id != block.id]
        return replace(self, blocks=tuple(sorted([*others, block], key=_place)))

    def with_banner(self, banner: BannerRow) -> Said:
        others = [row for row in self.banners if not banner.id or row.id != banner.id]
        return replace(self, banners=tuple(sorted([*others, banner], key=_place)))


def _at(rows: tuple[_Row, ...], now: datetime) -> tuple[_Row, ...]:
    return tuple(row for row in rows if row.span.holds(now))


def _place(row: BlockRow | BannerRow) -> tuple[int, int]:
    return row.position, row.id or 2**62


_SAID = """
SELECT 'article', kind, slug, title_zh_hans, title_en, summary_zh_hans, summary_en, '', '', '{}'::json, '',
       starts_at, ends_at, position, id
    FROM content_article WHERE mall_id = %(mall)s AND is_shown AND (ends_at IS NULL OR ends_at > %(now)s)
UNION ALL
SELECT 'block', kind, '', title_zh_hans, title_en, subtitle_zh_hans, subtitle_en, body_zh_hans, body_en, settings::json,
       '', starts_at, ends_at, position, id
    FROM content_block WHERE mall_id = %(mall)s AND is_shown AND (ends_at IS NULL OR ends_at > %(now)s)
UNION ALL
SELECT 'banner', '', link, title_zh_hans, title_en, line_zh_hans, line_en, button_zh_hans, button_en, '{}'::json,
       picture, starts_at, ends_at, position, id
    FROM content_banner WHERE mall_id = %(mall)s AND is_shown AND (ends_at IS NULL OR ends_at > %(now)s)
"""


def said() -> Said:
    """All that is shown or will be. One statement, written out since every page pays it.

    Columns: what, its kind, slug or link, four times two words, settings, picture, times, position, id.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"mall": current_mall_id(), "now": timezone.now()})
        rows = sorted(cursor.fetchall(), key=lambda row: row[-2:])
    return Said(
        tuple(
            ArticleTitle(r[2], _both(r[3], r[4]), r[1], _both(r[5], r[6]), Span(r[11], r[12]))
            for r in rows
            if r[0] == _ARTICLE
        ),
        tuple(_block(row) for row in rows if row[0] not in (_ARTICLE, _BANNER)),
        tuple(_banner(row) for row in rows if row[0] == _BANNER),
    )


def _block(row: tuple[Any, ...]) -> BlockRow:
    return BlockRow(
        row[1], _both(row[3], row[4]), _both(row[5], row[6]), row[9] or {}, _both(row[7], row[8]),
        Span(row[11], row[12]), row[14], row[13],
    )  # fmt: skip


def _banner(row: tuple[Any, ...]) -> BannerRow:
    return BannerRow(
        _both(row[3], row[4]), _both(row[5], row[6]), _both(row[7], row[8]), row[2], row[10], Span(row[11], row[12]),
        row[14], row[13],
    )  # fmt: skip


def article(slug: str, now: datetime) -> ArticleText | None:
    row: Any = Article.objects.filter(slug=slug, is_shown=True).first()
    if row is None or not Span(row.starts_at, row.ends_at).holds(now):
        return None
    return ArticleText(
        row.slug,
        _both(row.title_zh_hans, row.title_en),
        _both(row.body_zh_hans, row.body_en),
        row.kind,
        _both(row.summary_zh_hans, row.summary_en),
        Span(row.starts_at, row.ends_at),
        row.updated_at,
    )


def moved(kind: str, old: str) -> str | None:
    """Where the address leads now; None where it never was one."""
    return MovedAddress.objects.filter(kind=kind, old=old).values_list("new", flat=True).first()


def _both(zh: str | None, en: str | None) -> Words:
    return {"zh-hans": zh or en or "", "en": en or zh or ""}
