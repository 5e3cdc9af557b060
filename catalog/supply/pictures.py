"""Pictures of a product: drawn anew in the widths that pages ask for, kept in the mall's folder."""

from __future__ import annotations

import hashlib
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import Media, Product
from catalog.types import CatalogError, NotThere
from tenancy.bilingual import columns, own_words
from tenancy.files import in_own_folder
from tenancy.pictures import PictureRefused, sizes

WIDTHS = (200, 400, 800)
MOST = 12


def add_picture(*, product_id: int, data: bytes) -> int:
    """Hang a picture last; the same one twice hangs once. Raises NotThere, CatalogError (`field` is `picture`)."""
    try:
        drawn = sizes(data, WIDTHS)
    except PictureRefused as refused:
        raise CatalogError(refused.message, field="picture") from refused
    digest = hashlib.sha256(data).hexdigest()[:12]
    with transaction.atomic():
        row = locks.product(product_id)
        hung = Media.objects.filter(product=row)
        found = hung.filter(name__endswith=digest).first()
        if found is not None:
            return found.pk
        if hung.count() >= MOST:
            raise CatalogError(_("A product has at most 12 pictures."), field="picture")
        name = f"products/{re.sub(r'[^a-z0-9]+', '-', row.code.lower()).strip('-') or row.pk}-{digest}"
        for width, body in drawn.items():
            _save(f"{name}-{width}.webp", body)
        last = hung.aggregate(last=Max("position"))["last"]
        made = Media.objects.create(
            product=row, name=name, widths=sorted(drawn), position=0 if last is None else last + 1,
            **columns("alt", own_words(row, "title")),
        )  # fmt: skip
        Product.objects.filter(pk=row.pk).update(version=F("version") + 1)
    return made.pk


def remove_picture(*, product_id: int, media_id: int) -> None:
    """Take it down; its files stay, for orders show what was bought. Raises NotThere."""
    with transaction.atomic():
        row = locks.product(product_id)
        if not Media.objects.filter(product=row, pk=media_id).delete()[0]:
            raise NotThere
        Product.objects.filter(pk=row.pk).update(version=F("version") + 1)


def _save(name: str, body: bytes) -> None:
    """Under its own name: it holds what it says, so what lies there already is the same."""
    inside = in_own_folder(name)
    if not default_storage.exists(inside):
        default_storage.save(name, ContentFile(body))
