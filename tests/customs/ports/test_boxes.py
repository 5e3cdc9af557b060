"""Boxes at the exchange platform: no two malls have the same, and several ports of a mall may share one."""

from __future__ import annotations

import sys

import pytest
from django.utils import timezone

from customs.models import Box, Declaration, PortAccount, Receipt
from customs.services import boxes, declare
from customs.types import BoxTaken, Outcome
from orders.models import Package
from tenancy.scope import Actor, in_mall
from tests.customs import factories as make
from tests.customs.ports.doors import Quay

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
SECOND = "shenzhen"


def test_another_mall_s_box_is_refused_and_nothing_is_opened(in_harbor, other_mall):
    make.account(NOWHERE)
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert boxes.is_taken(make.DXP_ID)
        with pytest.raises(BoxTaken):
            make.account(NOWHERE)
        assert not PortAccount.objects.exists()
    assert not boxes.is_taken(make.DXP_ID)
    make.account(NOWHERE, port="guangzhou")
    assert Box.objects.get().mall_id == in_harbor.pk


def test_a_box_that_is_no_longer_named_is_free_again(in_harbor, other_mall):
    make.account(NOWHERE)
    make.account(NOWHERE, port="guangzhou")
    make.account(NOWHERE, dxp_id="DXPENT0000000002")
    with in_mall(other_mall.pk, actor=Actor.staff()), pytest.raises(BoxTaken):
        make.account(NOWHERE)
    make.account(NOWHERE, port="guangzhou", dxp_id="DXPENT0000000002")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        make.account(NOWHERE)
    assert Box.objects.count() == 2


def two_ports_with_one_box(quay: Quay) -> list[Package]:
    """A declared package at each of two ports whose receipts lie in one queue."""
    endpoint = PortAccount.objects.get().endpoint
    quay.desk.register(make.account(endpoint, port=SECOND))
    packages = [quay.package(), quay.package()]
    Package.objects.filter(pk=packages[1].pk).update(port=SECOND)
    for package in packages:
        declare(package_id=package.pk, now=timezone.now())
    return packages


@pytest.mark.processes
@pytest.mark.parametrize("quay", ["dxp_amqp-valkey"], indirect=True)
def test_whichever_port_empties_the_box_each_receipt_goes_home(quay: Quay):
    two_ports_with_one_box(quay)
    quay.until(
        lambda: (
            set(Declaration.objects.values_list("port", "status")) == {(quay.port, "899"), (SECOND, "899")}
        )
    )
    assert set(Package.objects.values_list("clearance", flat=True)) == {"released"}


@pytest.mark.processes
@pytest.mark.parametrize("quay", ["dxp_amqp-valkey"], indirect=True)
def test_the_control_read_as_the_asked_port_s_own_they_match_nothing(quay: Quay, monkeypatch):
    monkeypatch.setattr(sys.modules["customs.services.poll_receipts"], "port_of", lambda row, ports: ports[0])
    two_ports_with_one_box(quay)
    strange = Receipt.objects.filter(outcome=Outcome.UNMATCHED)
    quay.until(lambda: Declaration.objects.get(port=quay.port).status == "899" and strange.exists())
    assert Declaration.objects.get(port=SECOND).status == ""
