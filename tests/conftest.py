"""Every test runs on the real schema, as the weak role: the owner makes the test database, the app uses it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.utils import translation

from storefront import components
from storefront.serving import generation, parts
from tax.services import tables as rate_tables
from tenancy import hosts
from tenancy.scope import Actor, in_mall
from tenancy.vault.keys import forget_keys
from tests import databases, factories, sql_checker

ALIASES = ("owner", "default", "relay")
_FLUSHED: list[str] = []
# Where every statement of the product is read by the checker; a part joins once all of it has passed.
_READ = ("tests/orders/", "tests/storefront/", "tests/journal/", "tests/isolation/test_statements.py")


def pytest_configure() -> None:
    """What costs much in each of thousands of tests and matters to none.

    Argon2 would take a tenth of a second for each of a thousand test accounts.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    # Each test client builds the middleware anew: files are looked up when asked for, not all of them each time.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Short names, alike in every worker: a spreadsheet made while collecting holds the second it was made."""
    if isinstance(val, bytes):
        return argname
    return val[:40] if isinstance(val, str) and len(val) > 40 and val.isprintable() else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    name = os.environ.get("TEST_DATABASE") or f"test_{connections['owner'].settings_dict['NAME']}"
    with django_db_blocker.unblock():
        databases.copy(name, of=databases.migrated())
        before = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}
        for alias in ALIASES:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old
        databases.drop(name)


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest) -> None:
    """What a process keeps in memory between requests must not leak from test to test."""
    translation.activate(settings.LANGUAGE_CODE)
    hosts.forget()
    generation.forget()
    parts.forget()
    components.forget()
    forget_keys()
    rate_tables.forget()
    # An empty database holds no rates of its own; who approves some makes the process ask again.
    rate_tables._known.update(version=None, until=float("inf"))
    if _FLUSHED:
        ContentType.objects.clear_cache()  # the table was emptied: each test makes rows, and takes them back
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        _FLUSHED.append(request.node.nodeid)
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture(autouse=True)
def _statements_read(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wall one from outside: on a mall's table each statement of the product names its mall."""
    read = request.node.nodeid.startswith(_READ)
    if read:
        sql_checker.watch()
    yield
    if read:
        sql_checker.unwatch()


@pytest.fixture
def mall(db):
    """An open mall with its host; no scope is open."""
    return factories.mall("harbor")


@pytest.fixture
def other_mall(db):
    return factories.mall("meridian")


@pytest.fixture
def in_harbor(mall) -> Iterator:
    """The mall `harbor`, open for its staff."""
    with in_mall(mall.pk, actor=Actor.staff()):
        yield mall


# What takes longest, by the place of its file: it begins first, and nobody waits for it at the end. What waits for
# other processes most of its time stands beside what computes.
LONGEST_FIRST = (
    "chaos/", "isolation/test_strangers_in_admin", "e2e/", "isolation/test_strangers", "crowd/",
    "local/test_production_shape", "tenancy/test_wall_one_alone", "demo/test_messages",
    "tax/test_mutation", "local/", "customs/ports/", "customs/test_outage", "orders/crashes/",
    "operations/test_desk", "isolation/", "tenancy/",
)  # fmt: skip


def _turn(item: pytest.Item) -> int:
    place = item.nodeid.removeprefix("tests/")
    return next((n for n, start in enumerate(LONGEST_FIRST) if place.startswith(start)), len(LONGEST_FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays with one worker; so do all that walk through the one house, which takes a minute to start."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "tests/e2e" if nodeid.startswith("tests/e2e/") else super()._split_scope(nodeid)

    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first. What is missing on this machine is skipped by name; with REQUIRE_ALL=1 it is a failure."""
    from tests import machine

    items.sort(key=_turn)
    missing = {"browser": machine.without_browser(), "pooler": machine.without_pooler()}
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                if os.environ.get("REQUIRE_ALL") == "1":
                    item.add_marker(pytest.mark.usefixtures("_required"))
                else:
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def _required() -> None:
    pytest.fail("REQUIRE_ALL=1, and what this test needs is not installed here.")
