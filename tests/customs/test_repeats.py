"""What the port had trouble of its own with goes again by itself: the same bytes, ever less often, never for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from customs.models import Declaration, Message
from customs.ports.haikou.client import HaikouPort
from customs.services import declare, record_receipt, repeat, resend_unsent
from customs.services.mend_and_resend import make_again
from customs.types import Letter
from tests.customs import factories as make
from tests.customs.said import messages, said

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def letters(in_harbor, monkeypatch) -> list[Letter]:
    """What the port was sent; it takes everything."""
    seen: list[Letter] = []
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: seen.append(letter))
    make.account("http://127.0.0.1:9")
    declare(package_id=make.package().pk, now=NOW)
    return seen


def hear(kind: str, *codes: str, at: datetime = NOW) -> None:
    for place, code in enumerate(codes):
        record_receipt(port="haikou", row=said(messages()[kind], code, place), now=at)


def resent(letters: list[Letter], minutes: float) -> list[tuple[str, bytes]]:
    del letters[:]
    resend_unsent(port="haikou", now=NOW + timedelta(minutes=minutes))
    return [(letter.message_id, letter.xml) for letter in letters]


@pytest.mark.parametrize("codes", [("2", "3", "4"), ("-621017",)])
def test_the_same_bytes_after_five_minutes_then_ten(letters, codes):
    first = next((one.message_id, one.xml) for one in letters if one.kind == "621")
    hear("621", *codes)
    assert [resent(letters, at) for at in (4, 5, 5, 14, 15)] == [[], [first], [], [], [first]]


def test_it_ends_and_the_desk_has_it(letters):
    hear("621", "4")
    for at in range(0, 2000, 5):
        resent(letters, at)
    assert (Message.objects.get(kind="621").repeats, Message.objects.get(kind="621").again_at) == (
        repeat.MOST,
        None,
    )


@pytest.mark.parametrize("later", ["120", "100", "800"])
def test_what_was_heard_of_meanwhile_does_not_go_again(letters, later):
    hear("621", "4", later)
    assert resent(letters, 60) == []


def test_what_was_made_anew_meanwhile_does_not_go_again(letters):
    hear("621", "4")
    make_again(declaration_id=Declaration.objects.get().pk, now=NOW, actor="operator:1")
    old = Message.objects.get(kind="621", revision=1)
    assert old.message_id not in [number for number, _xml in resent(letters, 60)]


def test_the_control_a_refusal_is_not_repeated(letters):
    hear("621", "-621005")
    assert resent(letters, 60) == []
