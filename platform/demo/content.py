"""What a demo mall says: home page blocks, help, reviews."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog.reviews.services import keep_review
from catalog.selectors import product_id_of
from content.services import keep_article, keep_banner, keep_block
from demo import goods
from demo.goods.types import MallProfile
from demo.reductions import TITLE
from demo.shelves import both, slug_of

FLASH_DAYS = 7
_FLASH_GOODS = 6


def fill(profile: MallProfile, reduced: list[str], now: datetime) -> None:
    """`reduced`: codes of goods whose price fell."""
    _blocks(profile)
    keep_block(
        kind="flash",
        position=2,
        title=TITLE,
        settings={"goods": reduced[:_FLASH_GOODS]},
        ends_at=now + timedelta(days=FLASH_DAYS),
    )
    for position, article in enumerate(a for a in goods.articles() if a.mall in (None, profile.code)):
        keep_article(slug=article.code, title=both(article.title), body=both(article.body), position=position)
    _reviews(profile.code, now)


def _blocks(profile: MallProfile) -> None:
    banners = [banner for banner in goods.banners() if banner.mall == profile.code]
    for position, banner in enumerate(banners):
        keep_banner(
            position=position,
            title=both(banner.title),
            line=both(banner.line),
            button=both(banner.button),
            link=_link(banner.link),
            picture=f"banners/{banner.code}",
        )
    keep_block(kind="carousel", position=0)
    keep_block(
        kind="channels", position=1, settings={"hot_words": [both(word) for word in profile.hot_words]}
    )
    keep_block(kind="countries", position=3, title={"zh-hans": "国家馆", "en": "Country pavilions"})
    roots = [c for c in goods.categories() if c.mall == profile.code and c.parent is None]
    for position, category in enumerate(roots, start=10):
        keep_block(
            kind="floor",
            position=position,
            title=both(category.name),
            settings={"category": slug_of(category.code)},
        )


def _link(link: str) -> str:
    head, _, code = link.partition("/c/")
    return f"{head}/c/{slug_of(code)}/" if code else link


def _reviews(mall: str, now: datetime) -> None:
    codes = {p.code for p in goods.products() if p.mall == mall}
    for review in goods.reviews():
        product_id = product_id_of(review.product) if review.product in codes else None
        if product_id is None:
            continue
        keep_review(
            product_id=product_id,
            name_shown=review.author,
            stars=review.stars,
            text=review.text.zh,
            reply=review.reply.zh if review.reply else "",
            at=now - timedelta(days=review.days_ago),
        )
