"""`manage.py ceb_rewrite FILE`: a valid message through our objects and back, to standard output."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from customs.messages.parsing import CHECK_LIMIT
from customs.messages.rewriting import rewrite
from customs.messages.types import ReadRefused


class Command(BaseCommand):
    help = "Parse one valid customs message into objects and write it back."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as file:
                data = rewrite(file.read(CHECK_LIMIT + 1))
        except (OSError, ValueError) as error:
            self._refuse(str(error))
        except ReadRefused as error:
            language = os.environ.get("LANGUAGE", "en")
            self._refuse("\n".join(f"{f.path or '/'}: {f.says(language)}" for f in error.findings[:20]))
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()

    def _refuse(self, reason: str) -> None:
        self.stderr.write(reason.encode("utf-8", "backslashreplace").decode())
        sys.exit(1)
