"""A supplier with goods and paid packages, a second one beside it, and their browsers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from partners.storage import private
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make

PASSWORD = "correct horse battery"


def browser(mall: Any, user: Any = None, *, csrf: bool = False) -> Client:
    """A person's browser at the mall's host."""
    client = Client(HTTP_HOST=f"{mall.code}.localhost", enforce_csrf_checks=csrf)
    if user is not None:
        with in_mall(mall.pk, actor=Actor.public()):
            client.force_login(user)
    return client


@pytest.fixture
def ours(mall) -> Any:
    """A SKU of the supplier `acme`, ten in stock."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.sku(price="100.00")


@pytest.fixture
def theirs(mall) -> Any:
    """A SKU of another supplier of the same mall."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.sku(price="55.00", supplier_code="rival", title="对手商品")


@pytest.fixture
def supplier(mall, ours) -> Client:
    """The browser of acme's owner."""
    with in_mall(mall.pk, actor=Actor.staff()):
        user = make.seat(ours.product.supplier, "13700000001")
    return browser(mall, user)


def seated(mall: Any, sku: Any, role: str, login: str) -> Client:
    with in_mall(mall.pk, actor=Actor.staff()):
        user = make.seat(sku.product.supplier, login, role)
    return browser(mall, user)


@pytest.fixture
def own_files(settings, tmp_path):
    settings.STATE_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    for name in ("base_location", "location"):
        private.__dict__.pop(name, None)
    yield
    for name in ("base_location", "location"):
        private.__dict__.pop(name, None)


@pytest.fixture
def staff(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield
