"""At the carrier each mall has an account with a secret of its own, and sees its own parcels only."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import requests

from orders.logistics.carriers.domestic.client import DomesticCarrier
from orders.logistics.models import Waybill
from orders.logistics.types import CarrierAway, CarrierRefused, Parcel
from tests.outside import carrier_account

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
PARCEL = Parcel("20260310000001", "张三", "13800138000", "浙江省杭州市西湖区文三路 1 号", "1.2")


@pytest.fixture
def other(account) -> DomesticCarrier:
    """Another mall's client at the same carrier."""
    return DomesticCarrier(type(account)(**carrier_account(account.host, "polar")))


def read(client: DomesticCarrier) -> set[str]:
    return {event.number for event in client.events(0)}


def test_a_mall_hears_of_its_own_parcels_only(account, other):
    own = DomesticCarrier(account)
    mine, theirs = own.create(PARCEL).number, other.create(PARCEL).number
    assert mine != theirs, "the same order number of two malls is two parcels"
    own.hand_over(mine)
    other.hand_over(theirs)
    until = time.monotonic() + 20
    while (mine not in read(own) or theirs not in read(other)) and time.monotonic() < until:
        time.sleep(0.02)
    assert mine in read(own) and mine not in read(other)
    assert theirs in read(other) and theirs not in read(own)


def test_nobody_touches_anothers_parcel(account, other):
    mine = DomesticCarrier(account).create(replace(PARCEL, order_no="n1")).number
    for ask in (other.label, other.hand_over, other.cancel):
        with pytest.raises(CarrierRefused, match="no such waybill"):
            ask(mine)


@pytest.mark.parametrize("wrong", [{"secret": "wrong"}, {"account": "nobody"}])
def test_who_cannot_sign_hears_nothing(account, wrong):
    stranger = DomesticCarrier(replace(account, **wrong))
    for ask in (lambda: stranger.events(0), lambda: stranger.create(PARCEL)):
        with pytest.raises(CarrierRefused):
            ask()
    assert requests.get(f"{account.host}/events?after=0", timeout=5).status_code == 401


def test_the_same_label_again_and_a_parcel_that_is_not_fetched(account):
    own = DomesticCarrier(account)
    issued = own.create(replace(PARCEL, order_no="n2"))
    assert issued.sorting_code and own.label(issued.number) == issued
    assert own.create(replace(PARCEL, order_no="n2")) == issued
    own.cancel(issued.number)
    own.cancel(issued.number)
    with pytest.raises(CarrierRefused, match="cancelled"):
        own.hand_over(issued.number)


def test_what_was_picked_up_cannot_be_cancelled(account):
    own = DomesticCarrier(account)
    number = own.create(replace(PARCEL, order_no="n3")).number
    own.hand_over(number)
    until = time.monotonic() + 20
    while number not in read(own) and time.monotonic() < until:
        time.sleep(0.02)
    with pytest.raises(CarrierRefused, match="picked up already"):
        own.cancel(number)


def test_a_carrier_that_is_not_there(account):
    with pytest.raises(CarrierAway):
        DomesticCarrier(replace(account, host="http://127.0.0.1:1")).label("SF0000000000000")
    assert not Waybill.objects.exists()
