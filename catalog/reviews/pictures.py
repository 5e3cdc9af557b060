"""Pictures of a review: drawn anew, so that nothing of the camera's notes stays, kept in the mall's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from catalog.types import CatalogError
from tenancy.files import in_own_folder
from tenancy.pictures import PictureRefused, sizes

WIDTHS = (200, 800)
MOST, MOST_BYTES = 6, 5 * 1024 * 1024


class TooMany(CatalogError):
    """More pictures than may be given, or one that is too large."""

    code = "too_many_pictures"

    def __init__(self) -> None:
        super().__init__(_("At most six pictures, 5 MB each."), field="pictures")


def keep(pictures: Sequence[bytes]) -> list[str]:
    """Their names, without width and suffix. Raises CatalogError (`field` is `pictures`); then nothing is kept."""
    if len(pictures) > MOST or any(len(data) > MOST_BYTES for data in pictures):
        raise TooMany
    try:
        drawn = {f"reviews/{hashlib.sha256(data).hexdigest()[:24]}": sizes(data, WIDTHS) for data in pictures}
    except PictureRefused as refused:
        raise CatalogError(refused.message, field="pictures") from refused
    for name, bodies in drawn.items():
        # A picture narrower than a width is kept under that width's name too: pages need not know what it was.
        widest = bodies[max(bodies)]
        for width in WIDTHS:
            _save(f"{name}-{width}.webp", bodies.get(width, widest))
    return list(drawn)


def in_full(name: str) -> bytes:
    """The widest that is kept of a picture (WebP). Raises OSError where the file is gone."""
    with default_storage.open(in_own_folder(f"{name}-{max(WIDTHS)}.webp")) as kept:
        return bytes(kept.read())


def _save(name: str, body: bytes) -> None:
    """Under a name that follows from what it holds: what lies there already is the same."""
    inside = in_own_folder(name)
    if not default_storage.exists(inside):
        default_storage.save(name, ContentFile(body))
