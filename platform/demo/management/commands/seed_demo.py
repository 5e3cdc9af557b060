"""Fill an empty database with the three demo malls. A second run changes nothing that is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo.clock import Clock
from demo.days import DAYS
from demo.seeding import seed
from journal.tasks import unrung


class Command(BaseCommand):
    help = "Make the demo malls: goods, pictures, people, and orders in every state, through services only."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--goods", type=int, default=0, help="at most so many products a mall (0: all)")
        parser.add_argument("--malls", nargs="+", help="only the malls of these codes")
        parser.add_argument(
            "--days", type=int, default=DAYS, help="days of visits and orders before today (0: none)"
        )
        parser.add_argument("--no-orders", action="store_true", help="malls and goods only")

    def handle(
        self,
        *args: Any,
        goods: int = 0,
        malls: list[str] | None = None,
        no_orders: bool = False,
        days: int = DAYS,
        **options: Any,
    ) -> None:
        with unrung():
            self._seed(goods, malls, not no_orders, days)

    def _seed(self, goods: int, malls: list[str] | None, with_orders: bool, days: int) -> None:
        seed(
            clock=Clock(timezone.now()),
            codes=malls,
            most_goods=goods or None,
            with_orders=with_orders,
            days=days,
            say=self.stdout.write,
        )
