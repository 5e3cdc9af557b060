"""Django, and the mall of a run: set up where each process begins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

MALL = "crowd"


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


@contextmanager
def in_the_mall(mall_id: int) -> Iterator[None]:
    from tenancy.scope import Actor, in_mall

    with in_mall(mall_id, actor=Actor.staff()):
        yield
