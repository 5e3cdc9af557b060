"""Direct mail in batches: joined by packages, closed, arrived, stocked in (711), and lists that wait for it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.utils import timezone

from customs.messages import read
from customs.models import Declaration, MailBatch, Message, PortAccount, Receipt, StockIn
from customs.services import declare, keeping, record_receipt, resend_unsent
from customs.services.direct import arrive, batch_for, close_batch, make_stock_in, open_batch, reopen
from customs.services.direct.batches import BadBatch, WrongState
from customs.services.direct.stock_in import NotArrived, NothingToStockIn
from customs.types import HeldBack, NoPort, Outcome, PortReceipt
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
LEG = {"master_bill": "88012345675", "vehicle": "HU7963", "voyage": "HU7963/0310", "transport": "5"}


def opened(**changes) -> MailBatch:
    return open_batch(**({"port": "haikou", **LEG, "now": timezone.now()} | changes))


def declared(how_many: int = 1) -> list[Declaration]:
    return [
        Declaration.objects.get(
            pk=declare(package_id=make.package((make.direct_sku(), 1)).pk, now=timezone.now())
        )
        for _ in range(how_many)
    ]


def head(kind: str, *names: str) -> tuple[str, ...]:
    xml = keeping.opened(Message.objects.filter(kind=kind).latest("pk"))
    return tuple(read(xml).documents[0].text(name) for name in names)


def test_a_package_joins_the_batch_that_is_open_and_its_papers_name_it(at_port):
    batch = opened(arrives_on=date(2026, 3, 12))
    (row,) = declared()
    assert row.mail_batch_id == batch.pk
    assert head("621", "tradeMode", "ieDate", "trafMode", "trafNo", "voyageNo", "billNo", "emsNo") == (
        "9610", "20260312", "5", "HU7963", "HU7963/0310", "88012345675", "",
    )  # fmt: skip
    assert head("511", "billNo") == ("88012345675",)


def test_where_nobody_opened_one_there_is_the_days(at_port):
    rows = declared(2)
    batch = MailBatch.objects.get()
    assert batch.is_automatic and batch.master_bill.startswith("880")
    assert {row.mail_batch_id for row in rows} == {batch.pk}
    close_batch(batch_id=batch.pk, now=timezone.now())
    (late,) = declared()
    assert late.mail_batch.master_bill == f"{batch.master_bill}-2"


def test_without_a_prefix_an_operator_has_to_open_one(at_port):
    PortAccount.objects.update(direct_bill="")
    with pytest.raises(HeldBack) as held:
        declared()
    assert held.value.reason_code == "batch.none"
    assert (Declaration.objects.get().state, MailBatch.objects.count(), Message.objects.count()) == (
        "held",
        0,
        0,
    )


def test_bonded_goods_join_none(at_port):
    declare(package_id=make.package().pk, now=timezone.now())
    assert (Declaration.objects.get().mail_batch_id, MailBatch.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"voyage": " "}, "master_bill"), ({"transport": "7"}, "transport"), ({"port": "nowhere"}, "no_port")],
)
def test_a_batch_that_cannot_be(at_port, changes, code):
    with pytest.raises((BadBatch, NoPort)) as refused:
        opened(**changes)
    assert (refused.value.code, MailBatch.objects.count()) == (code, 0)


def test_a_master_bill_has_one_batch(at_port):
    opened()
    with pytest.raises(BadBatch):
        opened(voyage="another")
    assert MailBatch.objects.get().voyage == "HU7963/0310"


def test_its_life_in_order(at_port):
    now, pk = timezone.now(), opened().pk
    with pytest.raises(NotArrived):
        make_stock_in(batch_id=pk, now=now)
    close_batch(batch_id=pk, now=now)
    with pytest.raises(WrongState):
        close_batch(batch_id=pk, now=now)
    reopen(batch_id=pk)
    with pytest.raises(BadBatch):
        arrive(batch_id=pk, at=now + timedelta(hours=1), now=now)
    arrive(batch_id=pk, at=now, now=now, unload_location="T2")
    row = MailBatch.objects.get()
    assert (row.state, row.unload_location, row.closed_at) == ("arrived", "T2", now)
    with pytest.raises(WrongState):
        reopen(batch_id=pk)
    with pytest.raises(NothingToStockIn):
        make_stock_in(batch_id=pk, now=now)


def arrived(how_many: int = 2) -> MailBatch:
    batch = opened()
    declared(how_many)
    arrive(batch_id=batch.pk, at=timezone.now(), now=timezone.now(), unload_location="T2")
    return batch


def test_lists_of_direct_mail_wait_until_their_goods_are_stocked_in(at_port, until):
    at_port.post("config", await_stock_in=True)
    batch = arrived()
    until(lambda: set(Declaration.objects.values_list("status", flat=True)) == {"120"})
    make_stock_in(batch_id=batch.pk, now=timezone.now())
    until(lambda: set(Declaration.objects.values_list("status", flat=True)) == {"899"})
    batch.refresh_from_db()
    stocked = StockIn.objects.get()
    assert (batch.state, stocked.status, len(stocked.waybills)) == ("stocked", "399", 2)
    assert batch.entry_number.startswith("RK")
    assert sorted(Receipt.objects.filter(kind="712").values_list("status", flat=True)) == [
        "120",
        "2",
        "3",
        "399",
    ]
    with pytest.raises(NothingToStockIn):
        make_stock_in(batch_id=batch.pk, now=timezone.now())


def test_the_control_a_port_that_does_not_wait_releases_before_the_goods_are_there(at_port, until):
    arrived(1)
    until(lambda: Declaration.objects.get().status == "899")
    assert StockIn.objects.count() == 0


def test_the_same_bytes_when_the_port_was_away(at_port):
    batch = arrived()
    at_port.post("down", seconds=600, mode="close")
    make_stock_in(batch_id=batch.pk, now=timezone.now())
    row = StockIn.objects.get()
    assert (row.sent_at, row.attempts) == (None, 1)
    at_port.post("down", seconds=0)
    resend_unsent(port="haikou", now=timezone.now() + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.sent_at and hashlib.sha256(at_port.xml(row.message_id)).hexdigest() == row.digest


def test_a_refused_stock_in_may_be_made_again(at_port, until):
    batch = arrived()
    # Somebody else's waybill stands in it: the port knows it under no master bill.
    at_port.post("fates", order_no=batch.master_bill, kind="711", fate="reject:711:总运单与舱单不符", times=1)
    make_stock_in(batch_id=batch.pk, now=timezone.now())
    until(lambda: StockIn.objects.get().status == "100")
    batch.refresh_from_db()
    assert batch.state == "arrived"
    make_stock_in(batch_id=batch.pk, now=timezone.now())
    until(lambda: MailBatch.objects.get().state == "stocked")
    assert StockIn.objects.count() == 2
    assert len(set(StockIn.objects.values_list("cop_no", flat=True))) == 2


def test_its_receipts_count_once_in_any_order(at_port):
    batch = arrived(1)
    at_port.post("down", seconds=600)
    make_stock_in(batch_id=batch.pk, now=timezone.now())
    row = StockIn.objects.get()

    def said(status: str, at: int) -> PortReceipt:
        return PortReceipt("712", row.cop_no, status, str(20260310120000000 + at), f"712:{status}:{at}",
                           list_number="RK0000000000000001")  # fmt: skip

    outcomes = [
        record_receipt(port="haikou", row=each, now=timezone.now())
        for each in (said("399", 9), said("2", 1), said("399", 9), said("120", 3))
    ]
    assert outcomes == [Outcome.APPLIED, Outcome.OLDER, Outcome.REPEATED, Outcome.OLDER]
    row.refresh_from_db()
    assert (row.status, MailBatch.objects.get().entry_number) == ("399", "RK0000000000000001")


def test_automatic_batches_are_one_however_many_ask(at_port):
    account = PortAccount.objects.get()
    found = {batch_for(account, "20260310", timezone.now()).pk for _ in range(3)}
    assert len(found) == MailBatch.objects.count() == 1
