"""Verbs of content."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from content.models import Article, Banner, Block, MovedAddress
from journal.services import record
from tenancy.bilingual import Words, columns
from tenancy.pictures import one_size

_LONGEST = 1_680
"""Pixels of a banner's longer side: twice what a desktop shows."""


def keep_block(
    *,
    kind: str,
    position: int,
    title: Words | None = None,
    settings: dict[str, Any] | None = None,
    ends_at: datetime | None = None,
) -> int:
    """Make or change the block at that place of the home page."""
    values: dict[str, Any] = {"kind": kind, "settings": settings or {}, "ends_at": ends_at}
    values |= columns("title", title or {})
    with transaction.atomic():
        block_id = Block.objects.update_or_create(position=position, defaults=values)[0].pk
        record(kind="content.changed", subject=f"block:{block_id}", payload={"block_id": block_id})
    return block_id


def keep_banner(
    *,
    position: int,
    title: Words,
    link: str,
    line: Words | None = None,
    button: Words | None = None,
    picture: str = "",
) -> int:
    """Make or change the slide at that place of the carousel. `picture`: name in the mall's folder, no `.webp`."""
    values: dict[str, Any] = {"link": link, "picture": picture} | columns("title", title)
    values |= columns("line", line or {}) | columns("button", button or {})
    with transaction.atomic():
        banner_id = Banner.objects.update_or_create(position=position, defaults=values)[0].pk
        record(kind="content.changed", subject=f"banner:{banner_id}", payload={"banner_id": banner_id})
    return banner_id


def keep_article(*, slug: str, title: Words, body: Words, position: int = 0) -> int:
    """Make or change an article by its address."""
    values = {"position": position} | columns("title", title) | columns("body", body)
    with transaction.atomic():
        article_id = Article.objects.update_or_create(slug=slug, defaults=values)[0].pk
        record(kind="content.changed", subject=f"article:{article_id}", payload={"article_id": article_id})
    return article_id


def move_address(*, kind: str, old: str, new: str) -> None:
    """Links to `old` lead to `new` from now on, also those that led to `old` before. `kind`: category or article."""
    if old == new:
        return
    with transaction.atomic():
        MovedAddress.objects.filter(kind=kind, new=old).update(new=new)
        MovedAddress.objects.filter(kind=kind, old=new).delete()  # it is a living address again
        MovedAddress.objects.update_or_create(kind=kind, old=old, defaults={"new": new})


def keep_picture(*, data: bytes) -> str:
    """Draw a picture from outside anew and keep it; returns its name for a banner. Raises PictureRefused."""
    name = f"banners/{uuid.uuid4().hex}"
    default_storage.save(f"{name}.webp", ContentFile(one_size(data, longest=_LONGEST)))
    return name
