"""A journal whose hearers are the tests' own."""

from __future__ import annotations

import pytest

from journal import registry
from tests.journal import heard

PATHS = ("tests.journal.heard.note", "tests.journal.heard.other")


@pytest.fixture
def hearers():
    from config.subscriptions import SUBSCRIPTIONS

    heard.forget()
    registry.subscribe({"thing.happened": PATHS})
    yield
    heard.forget()
    registry.subscribe(SUBSCRIPTIONS)
