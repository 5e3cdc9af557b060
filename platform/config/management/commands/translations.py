"""Compile the Chinese catalogues, or check that nothing is missing from them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import catalogues


class Command(BaseCommand):
    help = "Compile locale/parts/*.po; with --check name every message that has no Chinese."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="only check")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        if not check:
            count = catalogues.compile_into(settings.BASE_DIR, settings.STATE_DIR / "locale")
            self.stdout.write(f"{count} messages compiled")
            return
        gaps = catalogues.gaps(settings.BASE_DIR)
        if gaps:
            raise CommandError("Without Chinese, or with other placeholders:\n" + "\n".join(gaps))
        self.stdout.write("translations complete")
