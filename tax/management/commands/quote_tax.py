import sys
from typing import Any

from django.core.management.base import BaseCommand

from tax.rules.stream import answers, bounded_lines
from tax.seed.provider import seed_tables


class Command(BaseCommand):
    """One JSON object a line from standard input, one a line out, in order. Needs no database."""

    help = "Count the import taxes of JSON lines from standard input."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        out = sys.stdout.buffer
        for text in answers(bounded_lines(sys.stdin.buffer), seed_tables()):
            out.write(text.encode() + b"\n")
        out.flush()
