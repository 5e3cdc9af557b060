"""Files live in a folder of their mall, and a mall reaches only its own."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from tenancy.scope import current_mall_id


def in_own_folder(name: str) -> str:
    """The name in the open mall's folder; one that stands there already stays as it is."""
    folder = f"mall-{current_mall_id()}"
    return name if PurePosixPath(name).parts[:1] == (folder,) else f"{folder}/{name}"


class MallStorage(FileSystemStorage):
    """Names start with `mall-<id>/`; a name of another mall is refused, also for reading."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return super().get_available_name(in_own_folder(name), max_length)

    def path(self, name: str) -> str:
        self._check(name)
        return super().path(name)

    def url(self, name: str | None) -> Any:
        self._check(name or "")
        return super().url(name)

    def _check(self, name: str) -> None:
        parts = PurePosixPath(name).parts
        if parts[:1] != (f"mall-{current_mall_id()}",) or ".." in parts:
            raise SuspiciousFileOperation("That file is not this mall's.")
