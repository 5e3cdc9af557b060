"""Carriers as processes of their own, and packages of paid orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from orders.logistics import services
from orders.logistics.carriers.domestic.account import Account
from orders.logistics.carriers.international.account import Account as OverseasAccount
from orders.models import Package
from orders.services.record_paid import record_paid
from tests.orders.factories import NOW, placed
from tests.outside import carrier_account, simulator


@pytest.fixture(scope="session")
def carrier_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("carrier", tmp_path_factory.mktemp("carrier")) as url:
        requests.post(f"{url}/_sim/config", json={"step_seconds": 0, "duplicate": True}, timeout=5)
        yield url


@pytest.fixture(scope="session")
def overseas_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("overseas", tmp_path_factory.mktemp("overseas")) as url:
        requests.post(f"{url}/_sim/config", json={"step_seconds": 0}, timeout=5)
        yield url


@pytest.fixture
def account(carrier_url, in_harbor) -> Account:
    made = Account(**carrier_account(carrier_url))
    made.keep()
    return made


@pytest.fixture
def abroad(overseas_url, in_harbor) -> OverseasAccount:
    made = OverseasAccount(**carrier_account(overseas_url))
    made.keep()
    return made


@pytest.fixture
def package(account) -> Package:
    """A package of a paid order, with a waybill at the carrier."""
    return paid()


def paid(*wants: object) -> Package:
    order = placed(None, *wants)
    record_paid(order_id=order.order_id, now=NOW)
    package_id = order.packages[0][0]
    services.assign_waybill(package_id=package_id, now=NOW)
    return Package.objects.get(pk=package_id)


def stands(package: Package) -> tuple[str, str]:
    return Package.objects.values_list("clearance", "fulfilment").get(pk=package.pk)


Moved = Callable[[Package], None]
