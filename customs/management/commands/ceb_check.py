"""`manage.py ceb_check FILE...`: one JSON object a file; exit status 0 whatever the files hold."""

import json
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from customs.messages.reporting import report


class Command(BaseCommand):
    help = "Check customs messages against the 202205 specification; one JSON object a file."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        language = os.environ.get("LANGUAGE", "en")
        for path in options["files"]:
            # ASCII only: a file name of any bytes, and a terminal of any encoding, must not stop the run.
            self.stdout.write(json.dumps(report(path, language), ensure_ascii=True))
