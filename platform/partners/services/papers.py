"""Papers come in: looked into, not believed; kept where no address leads."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partners import locks
from partners.models import Supplier, SupplierPaper
from partners.storage import private
from partners.types import NotNow, NotThere, PartnerError
from tenancy.pictures import PictureRefused, one_size

MOST_BYTES = 10 * 1024 * 1024
MOST_PAPERS = 20
_PDF = b"%PDF-"


def keep_paper(
    *, supplier_id: int, kind: str, name: str, data: bytes, valid_until: date | None, now: datetime
) -> int:
    """Keep a PDF, or a picture drawn anew; the same file twice is kept once. Raises PartnerError.

    What a file is stands in its bytes; its name and what the browser says of it decide nothing.
    """
    if kind not in SupplierPaper.Kind.values:
        raise PartnerError(_("Choose one of the offered values."), field="kind")
    if len(data) > MOST_BYTES:
        raise PartnerError(_("A paper may have at most 10 MB."), field="file")
    body, media_type, suffix = _looked_into(data)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        found = SupplierPaper.objects.filter(supplier=row, digest=digest).first()
        if found is not None:
            return found.pk
        if row.papers.count() >= MOST_PAPERS:
            raise PartnerError(_("There are too many papers; remove one first."), field="file")
        file = private.save(f"papers/{row.pk}/{digest[:16]}.{suffix}", ContentFile(body))
        return SupplierPaper.objects.create(
            supplier=row, kind=kind, name=_plain(name), file=file, media_type=media_type, size=len(body),
            digest=digest, valid_until=valid_until, added_at=now,
        ).pk  # fmt: skip


def remove_paper(*, supplier_id: int, paper_id: int) -> None:
    """Before the application is decided; afterwards it is part of what was decided on."""
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        paper = SupplierPaper.objects.filter(supplier=row, pk=paper_id).first()
        if paper is None:
            raise NotThere
        if row.state not in (Supplier.State.APPLIED, Supplier.State.REJECTED):
            raise NotNow(_("The application was decided on this paper: it stays."))
        paper.delete()
        transaction.on_commit(lambda: private.delete(paper.file))


def _looked_into(data: bytes) -> tuple[bytes, str, str]:
    """Bytes, media type and suffix of what is kept."""
    if data[:5] == _PDF:
        return data, "application/pdf", "pdf"
    try:
        return one_size(data, longest=2400), "image/webp", "webp"
    except PictureRefused as refused:
        says = _("Send a PDF or a picture (JPEG, PNG, WebP). This file is neither, or it is damaged.")
        raise PartnerError(refused.message if refused.is_picture else says, field="file") from refused


def _plain(name: str) -> str:
    """The last part of a file's name, without what a disk or a header could trip over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')[:120] or "-"
