"""The benchmarks, one JSON object a line; each beside its baseline of the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.search import bench as search
from customs.messages import bench as messages
from demo import declaring
from demo.bench import orders
from seller.importing import bench as imports
from storefront import bench as pages
from tax import bench as taxes

SUITES: dict[str, Callable[[dict[str, Any]], Iterable[dict[str, Any]]]] = {
    "tax": lambda options: taxes.benchmarks(),
    "orders": lambda options: orders.run(options["seconds"]),
    "messages": lambda options: messages.run(),
    "declaring": lambda options: declaring.run(options["packages"]),
    "outage": lambda options: declaring.outage(options["packages"]),
    "search": lambda options: search.run(options["skus"]),
    "import": lambda options: imports.run(options["rows"]),
    "pages": lambda options: pages.run(options["products"]),
}


class Command(BaseCommand):
    help = "Tax lines, documents, searches, imports, shop pages, whole orders: each beside the bare work."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("suites", nargs="*", help="which ones; all where none is named")
        parser.add_argument("--skus", type=int, default=20_000, help="of the mall that is searched")
        parser.add_argument("--rows", type=int, default=10_000, help="of the spreadsheet (import)")
        parser.add_argument(
            "--packages", type=int, default=200, help="of each way (declaring), in all (outage)"
        )
        parser.add_argument("--seconds", type=float, default=20.0, help="of buying (orders)")
        parser.add_argument("--products", type=int, default=100_000, help="of the large mall (pages)")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["suites"] or SUITES:
            for figure in SUITES[name](options):
                self.stdout.write(json.dumps(figure, default=str))
                self.stdout.flush()  # a long run cut short has said what it knew
