from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tax.services import open_seed_version


class Command(BaseCommand):
    """Empty rate tables get the package's rates, so that operators can see, export and supersede them."""

    help = "Write the rates of the package into empty rate tables as their first versions."

    def handle(self, *args: Any, **options: Any) -> None:
        written = open_seed_version(now=timezone.now())
        self.stdout.write(f"{written} batches opened" if written else "the rate tables hold versions already")
