"""A supplier's shop: its names, its words, its pictures; and what the mall counts of its work."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.services import record
from partners import locks
from partners.models import Supplier
from partners.types import PartnerError, Stale, Words
from tenancy.bilingual import columns
from tenancy.pictures import PictureRefused, one_size

_SIZES = {"logo": 400, "banner": 1600}
MOST_FEATURED = 12


def keep_supplier(*, code: str, name: Words, company_code: str, company_name: str, intro: Words) -> int:
    """Make or change a supplier by its code."""
    values = columns("name", name) | columns("intro", intro)
    values |= {"company_code": company_code, "company_name": company_name}
    with transaction.atomic():
        supplier_id = Supplier.objects.update_or_create(code=code, defaults=values)[0].pk
        tell_changed(supplier_id)
    return supplier_id


def tell_changed(supplier_id: int) -> None:
    """Pages that show the supplier are out of date."""
    payload = {"supplier_id": supplier_id}
    record(kind="supplier.changed", subject=f"supplier:{supplier_id}", payload=payload)


def keep_shop(*, supplier_id: int, version: int, name: Words, intro: Words, featured: Sequence[int]) -> int:
    """Change names, words and featured products (ids, of which the caller knows that they are its own).

    Returns the new version. Raises Stale, PartnerError.
    """
    if not any(text.strip() for text in name.values()):
        raise PartnerError(_("A shop needs a name."), field="name_zh_hans")
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if row.version != version:
            raise Stale
        own = {language: text.strip() for language, text in name.items()}
        said = {language: text.strip() for language, text in intro.items()}
        values = columns("name", own) | columns("intro", said)
        values["name"] = own.get("zh-hans") or own.get("en", "")
        Supplier.objects.filter(pk=row.pk).update(
            featured=list(featured)[:MOST_FEATURED], version=row.version + 1, **values
        )
        tell_changed(row.pk)
    return row.version + 1


def keep_shop_picture(*, supplier_id: int, place: str, data: bytes) -> str:
    """Draw a logo or banner anew and hang it. Returns its name below /media/. Raises PartnerError."""
    if place not in _SIZES:
        raise PartnerError(_("Choose one of the offered values."), field="place")
    try:
        body = one_size(data, longest=_SIZES[place])
    except PictureRefused as refused:
        raise PartnerError(refused.message, field=place) from refused
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        name = f"brands/{row.pk}-{place}-{hashlib.sha256(body).hexdigest()[:12]}.webp"
        saved = default_storage.save(name, ContentFile(body))
        name = saved.partition("/")[2]
        Supplier.objects.filter(pk=row.pk).update(**{place: name, "version": row.version + 1})
        tell_changed(row.pk)
    return name


def keep_score(*, supplier_id: int, score: Decimal | None, parts: Mapping[str, str]) -> None:
    """What the mall counts of a supplier's work, 0 to 5, and of what it is made."""
    Supplier.objects.filter(pk=supplier_id).update(score=score, score_parts=dict(parts))
