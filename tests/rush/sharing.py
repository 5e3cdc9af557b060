"""One process's buyers: Django is set up where the process begins."""

from __future__ import annotations

import os
from collections import Counter

Job = tuple[int, list[int], int, int, int, str, int]
"""mall id, SKU ids, warehouse id, first and last buyer, how they buy, threads."""


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def share(job: Job) -> Counter[str]:
    set_up()
    from tests.rush import buying

    mall_id, skus, place, first, last, name, threads = job
    return buying.rush(mall_id, skus, place, range(first, last), getattr(buying, name), threads)
