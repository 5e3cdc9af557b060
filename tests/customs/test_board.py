"""The exceptions desk: clearance times from receipts, the board, every code explained, a message sent once more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from customs import clearance
from customs.admin.board import span
from customs.messages.times import milliseconds
from customs.models import Declaration, Message, Receipt
from customs.rules import refusals, statuses
from customs.services import declare, mend_and_resend
from customs.services.send_again import Superseded, send_again
from customs.types import NoPort
from tests.customs import factories as make

NOW = timezone.now().replace(microsecond=0)


def said(declaration: Declaration, status: str, at, **more) -> Receipt:
    values = {"kind": "622", "source_key": f"{declaration.pk}{status}{at}", "business_key": declaration.cop_no,
              "outcome": "applied", "received_at": NOW, "returned_at": milliseconds(at), "status": status}  # fmt: skip
    return Receipt.objects.create(declaration=declaration, port=declaration.port, **(values | more))


@pytest.mark.django_db
def test_half_and_nine_in_ten_by_port_and_step(in_harbor):
    for number in range(1, 11):
        row = Declaration.objects.create(
            package=make.package(), port="haikou", cop_no=f"L{number}", sent_at=NOW - timedelta(days=1)
        )
        said(row, "120", row.sent_at + timedelta(minutes=number))
        said(row, "800", row.sent_at + timedelta(hours=number))
        said(row, "800", row.sent_at + timedelta(hours=number + 5))
    said(row, "899", row.sent_at - timedelta(seconds=5))
    rows = [(p.port, p.status, p.count, p.p50, p.p90) for p in clearance.paces(NOW)]
    assert rows == [
        ("haikou", "120", 10, timedelta(minutes=5, seconds=30), timedelta(minutes=9, seconds=6)),
        ("haikou", "800", 10, timedelta(hours=5, minutes=30), timedelta(hours=9, minutes=6)),
        ("haikou", "899", 1, timedelta(0), timedelta(0)),
    ]
    assert clearance.paces(NOW + timedelta(days=60)) == []


@pytest.mark.django_db
def test_the_board_counts_each_port_and_names_what_waits_longest(in_harbor):
    make.account("http://127.0.0.1:9")
    for number, state in enumerate(("ready", "sent", "accepted", "rejected", "held", "released", "returned")):
        Declaration.objects.create(package=make.package(), port="haikou", cop_no=f"L{number}", state=state)
    (berth,) = clearance.board()
    assert (berth.waiting, berth.under_way, berth.refused, berth.released) == (1, 2, 2, 1)
    assert berth.oldest == Declaration.objects.earliest("pk").created_at
    assert [row.state for row in clearance.oldest()] == ["ready", "sent", "accepted", "rejected", "held"]


def test_lengths_are_said_by_their_two_largest_parts():
    from django.utils.translation import override

    with override("en"):
        assert [span(timedelta(**given)) for given in ({"days": 2, "hours": 3, "minutes": 4}, {"seconds": 59}, {})] == [
            "2 d 3 h", "59 s", "0 s",
        ]  # fmt: skip


def test_every_code_has_a_name_a_mender_and_a_way_out_in_both_languages():
    assert len(refusals.table()) >= 110
    for row in refusals.table().values():
        assert row.zh and row.en and row.who and row.todo("zh-hans") and row.todo("en"), row.code
    for status in statuses.TABLE.values():
        assert status.zh and status.en and status.for_shopper("zh-hans") and status.for_shopper("en")


@pytest.mark.django_db
@pytest.mark.processes
def test_the_same_bytes_once_more_and_never_an_old_version(at_port, until):
    package = make.package()
    at_port.post("fates", order_no=package.number, fate="reject:1312:订购人身份信息与支付人不符")
    declare(package_id=package.pk, now=timezone.now())
    row = Message.objects.get(kind="311")
    send_again(message_id=row.pk, now=timezone.now())
    (seen,) = at_port.get("messages", message_id=row.message_id)
    assert (seen["arrivals"], seen["sha256"]) == (2, row.digest)
    assert at_port.get("stats")["accepted_twice"] == []
    until(lambda: Declaration.objects.get().state == "rejected")
    mend_and_resend(declaration_id=Declaration.objects.get().pk, now=timezone.now(), actor="operator:1")
    old = Message.objects.get(kind="621", revision=1)
    with pytest.raises(Superseded):
        send_again(message_id=old.pk, now=timezone.now())
    Declaration.objects.update(port="nowhere")
    with pytest.raises(NoPort):
        send_again(message_id=Message.objects.get(kind="621", revision=2).pk, now=timezone.now())
