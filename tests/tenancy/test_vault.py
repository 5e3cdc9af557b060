"""A sealed value opens in its place only: mall, table, column and row key are each bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenancy.scope import current_mall_id, in_mall
from tenancy.vault.people import Place, open_text, seal_text
from tenancy.vault.sealing import Unreadable, seal, unseal

pytestmark = pytest.mark.django_db
HOME = Place("accounts_identity", "name", "7d7e9a54")
PERSON, NAME = "person:1", "张三"
KEY = bytes(range(32))
PARTS = ("table", "column", "row_key")


def binding_all_but(part: str) -> Callable[[Place], bytes]:
    """What a value would be bound to if one part were forgotten."""

    def bound_to(place: Place) -> bytes:
        values = {"mall": current_mall_id(), **{name: getattr(place, name) for name in PARTS}}
        return "|".join(str(value) for name, value in values.items() if name != part).encode()

    return bound_to


@pytest.mark.parametrize("part", PARTS)
def test_moved_to_another_place_it_does_not_open(in_harbor, part):
    sealed = seal_text(PERSON, HOME, NAME)
    assert open_text(PERSON, HOME, sealed) == NAME
    with pytest.raises(Unreadable):
        open_text(PERSON, replace(HOME, **{part: "another"}), sealed)


@pytest.mark.parametrize("part", PARTS)
def test_control_bound_without_that_part_it_would(in_harbor, monkeypatch, part):
    monkeypatch.setattr(Place, "bound_to", binding_all_but(part))
    sealed = seal_text(PERSON, HOME, NAME)
    assert open_text(PERSON, replace(HOME, **{part: "another"}), sealed) == NAME


def sealed_under_one_key_in(mall) -> bytes:
    """Keys differ from mall to mall; under one and the same key, only the place is left to tell them apart."""
    with in_mall(mall.pk):
        return seal(KEY, NAME.encode(), HOME.bound_to())


def test_moved_to_another_mall_it_does_not_open(mall, other_mall):
    sealed = sealed_under_one_key_in(mall)
    with in_mall(mall.pk):
        assert unseal(KEY, sealed, HOME.bound_to()).decode() == NAME
    with in_mall(other_mall.pk), pytest.raises(Unreadable):
        unseal(KEY, sealed, HOME.bound_to())


def test_control_bound_without_the_mall_it_would(mall, other_mall, monkeypatch):
    monkeypatch.setattr(Place, "bound_to", binding_all_but("mall"))
    sealed = sealed_under_one_key_in(mall)
    with in_mall(other_mall.pk):
        assert unseal(KEY, sealed, HOME.bound_to()).decode() == NAME


@pytest.mark.django_db(transaction=True)
def test_the_keys_of_a_person_in_two_malls_differ_too(mall, other_mall, monkeypatch):
    monkeypatch.setattr(Place, "bound_to", binding_all_but("mall"))
    with in_mall(mall.pk):
        sealed = seal_text(PERSON, HOME, NAME)
    with in_mall(other_mall.pk), pytest.raises(Unreadable):
        open_text(PERSON, HOME, sealed)


def test_another_person_does_not_open_it(in_harbor):
    sealed = seal_text(PERSON, HOME, NAME)
    with pytest.raises(Unreadable):
        open_text("person:2", HOME, sealed)


@pytest.mark.parametrize("at", [0, 1, 13, -1], ids=["version", "nonce", "text", "tag"])
def test_a_changed_byte_does_not_open(in_harbor, at):
    sealed = bytearray(seal_text(PERSON, HOME, NAME))
    sealed[at] ^= 1
    with pytest.raises(Unreadable):
        open_text(PERSON, HOME, bytes(sealed))
