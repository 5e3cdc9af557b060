"""Operators, shoppers and strangers at the door."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.test import Client

from tenancy.scope import Actor, in_mall
from tests import factories
from tests.operations import factories as make

CONSOLE = "console.localhost"


def logged_in(user, mall=None) -> Client:
    """A browser with the user's session at that mall's host, or at the console."""
    client = Client(HTTP_HOST=f"{mall.code}.localhost" if mall else CONSOLE)
    with in_mall(mall.pk) if mall else nullcontext():
        client.force_login(user)
    return client


@pytest.fixture
def order(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        return make.furnish()


@pytest.fixture
def owner(mall) -> Client:
    return logged_in(make.operator(mall, "owner"), mall)


@pytest.fixture
def clerk(mall) -> Client:
    return logged_in(make.operator(mall, "clerk", "clerk"), mall)


@pytest.fixture
def platform(db) -> Client:
    return logged_in(make.operator(None, "root", is_superuser=True))


@pytest.fixture
def shopper(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.shopper("13900000001")
