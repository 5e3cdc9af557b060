"""Killed at every commit point of checkout, pay, cancel and return; then recovered: equal to the model.

CI takes every fourth point of each journey; `make crashes` (CRASH_EVERY=1) takes all of them. After each crash one of
two things happens: nobody comes back and hours pass, or the shopper comes back and does the same again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import requests

from journal import registry
from orders.payments.gateways.wechat.account import Account
from tenancy.scope import Actor, in_mall
from tests.orders.crashes import dying, model
from tests.orders.crashes.journeys import JOURNEYS, SUBSCRIPTIONS, Case, days_pass, new_case, recover
from tests.orders.crashes.looking import look
from tests.orders.payments.conftest import MCHID
from tests.outside import merchant_account, simulator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
EVERY = int(os.environ.get("CRASH_EVERY", "4"))
REPORT = os.environ.get("CRASH_REPORT", "")
_numbers = count(1)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("gateway", tmp_path_factory.mktemp("gateway")) as url:
        calm = {"mischief": {"notice_drop": 1}, "refund_seconds": [0, 0]}
        requests.post(f"{url}/_sim/config", json=calm, timeout=5).raise_for_status()
        yield url


@pytest.fixture
def shop(mall, gateway, monkeypatch) -> Iterator[str]:
    """An open mall with its account; no worker listens but the test's own."""
    from config.subscriptions import SUBSCRIPTIONS as ALL

    monkeypatch.setattr("journal.tasks.ring", lambda mall_id: None)
    registry.subscribe(SUBSCRIPTIONS)
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(**merchant_account(gateway, MCHID)).keep()
        yield gateway
    registry.subscribe(ALL)


def begun(name: str, url: str) -> Case:
    case = new_case(url, next(_numbers))
    JOURNEYS[name].begin(case)
    return case


def after_nobody_came(name: str, case: Case) -> model.State:
    """What is to be there: as far as it got; what was never paid is over."""
    stage = JOURNEYS[name].stage(case)
    return model.EXPIRED if stage == model.PLACED else stage


@pytest.mark.parametrize("name", JOURNEYS)
def test_killed_at_every_commit_point_and_recovered_it_is_equal_to_the_model(name, shop):
    journey = JOURNEYS[name]
    whole = begun(name, shop)
    points = dying.points_of(lambda: journey.run(whole))
    assert look(whole) == journey.finished, f"without any crash: {look(whole)}"
    struck, unlike = 0, 0
    for at in range(1, len(points) + 1, EVERY):
        for side in (dying.BEFORE, dying.AFTER):
            where = f"{side} {at} {points[at - 1]}"
            unlike += _nobody_comes_back(name, shop, at, side, where)
            _comes_back(name, shop, at, side, where)
            struck += 2
    assert unlike > 0, "the control: before anybody recovers, crashes leave something else than the model"
    _report(name, points, struck, unlike)


def _nobody_comes_back(name: str, shop: str, at: int, side: str, where: str) -> bool:
    """Whether the crash left, before anybody recovered, something else than the model."""
    case = begun(name, shop)
    dying.die_at(lambda: JOURNEYS[name].run(case), at, side)
    unlike = look(case) != after_nobody_came(name, case)
    days_pass(case)
    assert look(case) == after_nobody_came(name, case), where
    return unlike


def _comes_back(name: str, shop: str, at: int, side: str, where: str) -> None:
    case = begun(name, shop)
    dying.die_at(lambda: JOURNEYS[name].run(case), at, side)
    recover(case)
    JOURNEYS[name].run(case)
    recover(case)
    assert look(case) == JOURNEYS[name].finished, where


def _report(name: str, points: list[str], struck: int, unlike: int) -> None:
    row = {
        "name": f"crashes.{name}",
        "points": len(points),
        "killed": struck,
        "unlike_before_recovery": unlike,
    }
    if REPORT:
        with Path(REPORT).open("a") as report:
            report.write(json.dumps(row | {"where": points}) + "\n")


def test_control_a_journey_that_is_not_killed_is_noticed(shop):
    """The harness itself: a point that is never reached kills nobody, and says so."""
    case = begun("checkout", shop)
    with pytest.raises(AssertionError, match="not killed"):
        dying.die_at(lambda: JOURNEYS["checkout"].run(case), 99, dying.BEFORE)


def test_control_without_the_outbox_the_crash_is_never_made_good(shop, monkeypatch):
    """Facts told by nobody: a paid order is cancelled, and its money never goes back."""
    monkeypatch.setattr("journal.services.hearers_of", lambda kind: ())
    case = begun("cancel", shop)
    dying.die_at(lambda: JOURNEYS["cancel"].run(case), 1, dying.AFTER)
    days_pass(case)
    found = look(case)
    assert found.order == ("cancelled", "paid") and found.gateway == (model.TOTAL, model.ZERO, False)
    assert found != after_nobody_came("cancel", case)
