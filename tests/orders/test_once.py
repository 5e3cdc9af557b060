"""A purchase sent again and again at once is one order and one charge; `make once` does it 200 times by 50."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tenancy.scope import Actor, in_mall
from tests.once import buying
from tests.outside import simulator

pytestmark = pytest.mark.django_db(transaction=True)
KEYS, CALLS = 4, 10


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("gateway", tmp_path_factory.mktemp("gateway")) as url:
        yield url


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    """No worker listens here: facts are written, nobody is woken."""
    monkeypatch.setattr("journal.tasks.ring", lambda mall_id: None)


def asked(mall, gateway: str, mchid: str, keys: int, *, keyed: bool):
    with in_mall(mall.pk, actor=Actor.staff()):
        wishes = buying.open_shop(gateway, mchid, keys)
    gate = threading.Barrier(CALLS)
    told = buying.callers(mall.pk, wishes, gateway, mchid, CALLS, gate, keyed=keyed)
    with in_mall(mall.pk, actor=Actor.staff()):
        return buying.reckon(told, gateway, mchid)


def test_a_key_sent_ten_times_at_once_is_one_order_and_one_charge(mall, gateway):
    found = asked(mall, gateway, "1900000301", KEYS, keyed=True)
    assert found["calls"] == KEYS * CALLS
    assert buying.is_once(found, KEYS), found


def test_control_without_the_keys_the_same_callers_are_charged_again(mall, gateway):
    found = asked(mall, gateway, "1900000302", 2, keyed=False)
    assert found["orders"] > 2 and found["charges"] > 2, found
    assert not buying.is_once(found, 2)
