"""A mall with goods, and a browser without script."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from django.test import Client

from tenancy.scope import Actor, in_mall
from tests import factories
from tests.outside import simulator

PASSWORD = "correct horse battery"


def browser(host: str = "harbor.localhost") -> Client:
    """A browser at the mall's host; forms need their token, as in life."""
    return Client(enforce_csrf_checks=True, HTTP_HOST=host, HTTP_ACCEPT="text/html")


@pytest.fixture
def client(mall) -> Client:
    return browser()


@pytest.fixture
def goods(mall) -> Any:
    """One product of 100.00 yuan, ten in stock."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.sku(price="100.00")


@pytest.fixture
def shopper(mall) -> Any:
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.shopper("13800000001")


@pytest.fixture
def signed_in(client, shopper) -> Client:
    """The shopper's browser."""
    with in_mall(shopper.mall_id, actor=Actor.public()):
        client.force_login(shopper)
    return client


@pytest.fixture(scope="module")
def sender(tmp_path_factory):
    with simulator("sms", tmp_path_factory.mktemp("sms")) as url:
        requests.post(
            f"{url}/_sim/accounts", json={"name": "harbor", "key": "k" * 32}, timeout=5
        ).raise_for_status()
        requests.post(f"{url}/_sim/config", json={"pause": 0}, timeout=5).raise_for_status()
        yield url
