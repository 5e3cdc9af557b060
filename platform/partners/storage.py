"""Files that no address leads to: papers and spreadsheets of suppliers, in a folder of their mall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils.functional import cached_property

from tenancy.files import MallStorage


class PrivateStorage(MallStorage):
    """As MallStorage, in a root of its own that no web server knows."""

    @cached_property
    def base_location(self) -> str:
        return str(Path(settings.STATE_DIR) / "private")

    @cached_property
    def location(self) -> str:
        return self.base_location

    def url(self, name: str | None) -> Any:
        raise SuspiciousFileOperation("A private file has no address.")


private = PrivateStorage()
