"""Pictures in a zip: a file is called as its product or SKU (`P-001.jpg`, `P-001_2.png`), whatever its folder."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop as noop

from catalog import locks
from catalog.models import Product
from catalog.supply.pictures import add_picture
from catalog.types import CatalogError
from partners.models import ImportJob, ImportRow
from partners.storage import private
from seller.importing.reading import check_zip
from tenancy.pictures import MOST_BYTES as MOST_PICTURE

MOST_ZIP = 100 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
MOST_FILES = 2_000
_NAME = re.compile(r"^(?P<code>.+?)(?:[_ ](?P<place>\d{1,2}))?\.(?:jpe?g|png|webp)$", re.IGNORECASE)


def opened(data: bytes) -> zipfile.ZipFile:
    """Raises Unreadable for what is no zip, or would be too large unpacked."""
    return check_zip(data, most_unpacked=MOST_UNPACKED, most_entries=MOST_FILES)


def list_rows(job: ImportJob, data: bytes) -> None:
    """One row a picture; nothing is unpacked yet."""
    from seller.importing.tasks import keep_batch

    entries = [
        entry for entry in opened(data).infolist() if not entry.is_dir() and not _is_litter(entry.filename)
    ]
    made = [
        _row(job, number, entry) for number, entry in enumerate(sorted(entries, key=lambda e: e.filename), 1)
    ]
    keep_batch(job, made)


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return "__MACOSX" in name or last.startswith(".") or last.lower() == "thumbs.db"


def _row(job: ImportJob, number: int, entry: zipfile.ZipInfo) -> ImportRow:
    name = entry.filename.rpartition("/")[2]
    match = _NAME.match(name)
    problems = []
    if match is None:
        problems.append(
            [
                "picture",
                noop("Call pictures like their product or SKU, such as P-001.jpg or P-001_2.jpg."),
                {},
            ]
        )
    elif entry.file_size > MOST_PICTURE:
        problems.append(["picture", noop("A picture may have at most 15 MB."), {}])
    elif _product(match["code"]) is None:
        problems.append(["picture", noop("You have no product or SKU with this code."), {}])
    code = match["code"][:60] if match else ""
    values: dict[str, Any] = {
        "entry": entry.filename,
        "product": _product(code) if match and not problems else None,
    }
    values["_cells"] = {"picture": name[:200]}
    return ImportRow(
        job=job,
        number=number,
        key=code,
        values=values,
        problems=problems,
        outcome="bad" if problems else "new",
    )


def _product(code: str) -> int | None:
    """Whose picture it is, among the actor's own."""
    wanted = Q(code=code) | Q(skus__code=code)
    return Product.objects.filter(locks.reachable(), wanted).values_list("pk", flat=True).first()


def put(job: ImportJob, row: ImportRow) -> str:
    """Unpack one picture, never more than it promised, and hang it."""
    with _zip(job.file).open(row.values["entry"]) as entry:
        data = entry.read(MOST_PICTURE + 1)
    product_id = row.values["product"]
    if product_id is None:
        raise CatalogError(noop("You have no product or SKU with this code."), field="picture")
    add_picture(product_id=product_id, data=data)
    return "new"


@lru_cache(maxsize=1)
def _zip(file: str) -> zipfile.ZipFile:
    with private.open(file) as kept:
        return opened(kept.read())
