"""After-sale: what goes back is the exact reverse of what was taken, and every step is somebody's to take."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from PIL import Image

from catalog.inventory.models import Movement, Stock
from journal.models import Fact
from journal.services import record
from orders.aftersale import services
from orders.aftersale.models import Picture, Policy, Request, RequestLine
from orders.aftersale.tasks import run_clocks
from orders.aftersale.types import (
    BadPicture,
    NoSuchRequest,
    NotAllHeard,
    NothingLeft,
    NotOpen,
    SecondOperatorNeeded,
    WaybillMissing,
    Wish,
    WrongReason,
)  # fmt: skip
from orders.errors import NoSuchOrder, NotAllowedNow
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Refund
from orders.reactions.customs import restore_taken_back
from orders.services.advance_package import Said, advance_package
from orders.services.complete_order import complete_order
from tax.allowance.models import AllowanceEntry, AllowanceYear
from tests import factories
from tests.orders.aftersale.conftest import paid, signed, walk
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db

D = Decimal
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _mall(in_harbor) -> None:
    """Every test works in the open mall."""


def wish(package: Package, pieces: int = 1, kind: str = "return", reason: str = "damaged", **more) -> Wish:
    lines = {line.pk: pieces for line in package.lines.all()}
    values = {"words": "the tin is dented"} | more
    return Wish(package_id=package.pk, kind=kind, reason=reason, pieces=lines, **values)


def ask(package: Package, now=LATER, **more) -> Request:
    return services.ask(wish=wish(package, **more), shopper_id=package.order.shopper_id, now=now)


def returned(request: Request, *, now=LATER, fate: str = "restock") -> Request:
    services.approve(request_id=request.pk, now=now, actor="operator:1")
    services.send_back(
        request_id=request.pk, shopper_id=request.shopper_id, carrier="顺达", waybill="SF1234567", now=now
    )
    services.receive(request_id=request.pk, fate=fate, now=now, actor="operator:1")
    return Request.objects.get(pk=request.pk)


def state(request: Request) -> str:
    return Request.objects.values_list("state", flat=True).get(pk=request.pk)


def test_a_fault_gives_everything_back_and_the_goods_to_the_shelf():
    package = signed()
    request = returned(ask(package))
    services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason) == (package.total, "aftersale")
    request.refresh_from_db()
    assert (request.state, request.refund_id, request.tax_from) == ("settled", refund.pk, "customs")
    assert (request.goods, request.freight, request.tax) == (package.goods, package.freight, package.tax)
    assert Stock.objects.get().on_hand == 10
    assert Movement.objects.filter(reference=f"aftersale:{request.number}").count() == 1
    assert Order.objects.get().payment_state == "refunding"
    assert [e.event for e in LedgerEntry.objects.filter(axis="aftersale").order_by("pk")] == [
        "request", "approve", "send_back", "receive", "settle",
    ]  # fmt: skip


def test_destroyed_goods_stay_out_of_stock():
    package = signed()
    request = returned(ask(package), fate="destroy")
    services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    assert Stock.objects.get().on_hand == 9
    assert Movement.objects.filter(reference__startswith="aftersale").count() == 0


def test_parts_in_any_order_add_up_to_what_was_taken():
    package = signed((factories.sku(price="33.33"), 3))
    first = ask(package)
    second = ask(package)
    services.withdraw(request_id=first.pk, shopper_id=first.shopper_id, now=LATER)
    third = ask(package, pieces=2)
    rows = list(RequestLine.objects.filter(request__in=(second, third)))
    line = package.lines.get()
    for name in ("discount", "duty", "consumption_tax", "vat", "postal_tax", "dutiable_value"):
        assert sum(getattr(row, name) for row in rows) == getattr(line, name), name
    assert sum(row.goods for row in rows) == line.amount
    assert sum(row.freight for row in rows) == package.freight
    assert second.amount + third.amount == package.total
    with pytest.raises(NothingLeft):
        ask(package)


def test_control_without_what_was_given_before_the_parts_do_not_add_up():
    """The same steps, each counting as if it were the first."""
    package = signed((factories.sku(price="33.33"), 3))
    with patch("orders.aftersale.breakdown.next_share", lambda amount, so_far, whole, given: (
        (amount * so_far / whole).quantize(D("0.01"))
    )):  # fmt: skip
        amounts = [ask(package).amount for _ in range(3)]
    assert sum(amounts) > package.total


def test_shares_are_those_of_the_tax_app():
    from tax.services import quote_return
    from tax.types import ReturnedPart

    package = signed((factories.sku(price="77.77"), 4))
    line = package.lines.get()
    for before in range(4):
        part = ask(package, reason="change_of_mind", words="").lines.get()
        (said,) = quote_return(
            snapshot=package.tax_snapshot,
            parts=[ReturnedPart(str(line.sku_id), 1, before)],
            released_on=package.released_at.date(),
            applied_on=LATER.date(),
        ).lines
        assert (part.vat, part.duty, part.dutiable_value) == (said.vat, said.duty, said.dutiable_value)


def test_a_changed_mind_pays_for_the_freight_and_gets_the_tax_that_customs_gives_back():
    package = signed()
    Package.objects.filter(pk=package.pk).update(freight=D("12.00"), total=package.total + D("12.00"))
    request = ask(Package.objects.get(), reason="change_of_mind", words="")
    assert (request.freight, request.tax, request.tax_from) == (D("0.00"), package.tax, "customs")
    assert request.amount == package.goods + package.tax
    assert (request.apply_by - NOW.date()).days == 30
    assert (request.back_by - NOW.date()).days == 45


def test_goods_back_too_late_for_customs_lose_the_tax_unless_the_mall_is_at_fault():
    Policy.objects.create(mind_days=60, send_days=60)
    for reason, kept in (("change_of_mind", True), ("damaged", False)):
        package = signed((factories.sku(), 1))
        request = ask(package, reason=reason)
        assert request.tax_from == "customs" and request.tax == package.tax > 0
        late = returned(request, now=NOW + timedelta(days=46))
        assert late.tax_from == ("nobody" if kept else "mall")
        assert (late.tax, late.tax_kept) == ((0, package.tax) if kept else (package.tax, 0))
        assert late.amount == late.goods - late.discount + late.freight + late.tax
        services.settle(request_id=late.pk, now=NOW + timedelta(days=46), actor="operator:1")
        assert AllowanceEntry.objects.get(ref=f"package:{package.pk}").restored == 0


def test_the_allowance_goes_back_when_customs_accepts_the_return_and_not_with_the_money():
    package = signed((factories.sku(price="33.33"), 3))
    request = returned(ask(package, reason="change_of_mind", words=""))
    services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    entry = AllowanceEntry.objects.get()
    assert (request.tax_from, entry.state, entry.restored) == ("customs", "counted", 0)
    told = {"package_id": package.pk, "application": "L1", "pieces": {"1": "1"}, "before": {}}
    fact = record(kind="declaration.taken_back", subject=f"package:{package.pk}", payload=told, at=LATER)
    for _ in range(2):
        restore_taken_back(fact)
    entry.refresh_from_db()
    assert entry.restored == request.lines.get().dutiable_value > 0
    assert entry.amount == package.lines.get().dutiable_value > entry.restored


def test_the_time_for_a_return_ends():
    package = signed()
    too_late = NOW + timedelta(days=7, seconds=1)
    with pytest.raises(NotOpen):
        ask(package, now=too_late, reason="change_of_mind")
    assert ask(package, now=too_late, reason="damaged").state == "requested"
    other = signed()
    with pytest.raises(NotOpen):
        ask(other, now=NOW + timedelta(days=30, seconds=1), reason="damaged")
    assert Request.objects.count() == 1


def test_refusals_change_nothing():
    package = signed()
    stranger = factories.shopper()
    cases: list[tuple[type[Exception], dict]] = [
        (NoSuchOrder, {"shopper_id": stranger.pk, "wish": wish(package)}),
        (WrongReason, {"wish": wish(package, reason="lost", kind="refund")}),
        (WrongReason, {"wish": wish(package, reason="change_of_mind", kind="refund")}),
        (WrongReason, {"wish": wish(package, kind="gift")}),
        (NotOpen, {"wish": wish(package, kind="exchange")}),
        (NothingLeft, {"wish": wish(package, pieces=2)}),
        (NothingLeft, {"wish": wish(package, pieces=0)}),
        (NothingLeft, {"wish": wish(package, pieces=-1)}),
        (NotAllHeard, {"wish": wish(package, words="  ")}),
        (BadPicture, {"wish": wish(package, pictures=(b"<svg/>",))}),
    ]
    for error, values in cases:
        with pytest.raises(error):
            services.ask(**({"shopper_id": package.order.shopper_id, "now": LATER} | values))
    assert (Request.objects.count(), LedgerEntry.objects.filter(axis="aftersale").count()) == (0, 0)


def test_before_it_is_signed_for_nothing_can_come_back():
    order = paid()
    package = walk(order.packages.get(), until="dispatch")
    for kind in ("refund", "return"):
        with pytest.raises((NotOpen, WrongReason)):
            ask(package, kind=kind)


def test_a_package_that_customs_refused_is_refunded_whole_and_never_declared_again():
    order = paid()
    package = walk(order.packages.get(), until="declare")
    advance_package(
        package_id=package.pk, axis="clearance", event="port_rejects", now=NOW, actor="port",
        said=Said(mend="limit"),
    )  # fmt: skip
    package.refresh_from_db()
    request = ask(package, kind="refund", reason="customs", words="")
    assert (request.amount, request.tax_from) == (package.total, "untaken")
    services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    assert state(request) == "settled"
    assert Refund.objects.get().amount == package.total
    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved) == (10, 0)
    entry = AllowanceEntry.objects.get()
    assert (entry.ref, entry.state) == (f"package:{package.pk}", "released")
    assert AllowanceYear.objects.get().held == 0
    with pytest.raises(NotAllowedNow):
        advance_package(
            package_id=package.pk, axis="clearance", event="declare_again", now=LATER, actor="x",
            said=Said(mended=True),
        )  # fmt: skip
    assert complete_order(order_id=order.pk, now=LATER) is True


def test_a_lost_parcel_is_the_malls_loss_not_the_shoppers():
    order = paid()
    package = walk(order.packages.get(), until="dispatch")
    advance_package(package_id=package.pk, axis="fulfilment", event="lose", now=NOW, actor="carrier")
    package.refresh_from_db()
    request = ask(package, kind="refund", reason="lost", words="")
    assert (request.amount, request.tax_from, request.tax_kept) == (package.total, "mall", 0)


def test_above_the_limit_a_second_operator_lets_the_money_go():
    Policy.objects.create(second_above=D("50.00"))
    package = signed()
    request = ask(package, kind="refund")
    services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    assert (state(request), Refund.objects.count()) == ("approved", 0)
    for actor in ("operator:1", "clock"):
        with pytest.raises(SecondOperatorNeeded):
            services.settle(request_id=request.pk, now=LATER, actor=actor)
    assert Refund.objects.count() == 0
    services.settle(request_id=request.pk, now=LATER, actor="operator:2")
    assert (state(request), Refund.objects.count()) == ("settled", 1)


def test_control_without_the_second_look_one_operator_does_both():
    Policy.objects.create(second_above=D("50.00"))
    request = ask(signed(), kind="refund")
    with patch("orders.aftersale.services.settle._two_people"):
        services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    assert (state(request), Refund.objects.count()) == ("settled", 1)


def test_settling_twice_gives_the_money_once():
    request = returned(ask(signed()))
    services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    with pytest.raises(NotAllowedNow):
        services.settle(request_id=request.pk, now=LATER, actor="operator:2")
    assert (Refund.objects.count(), Stock.objects.get().on_hand) == (1, 10)


def test_silence_of_the_mall_is_a_yes():
    request = ask(signed(), kind="refund")
    assert run_clocks(LATER + timedelta(hours=47)) == 0
    assert run_clocks(LATER + timedelta(hours=48)) == 1
    assert (state(request), Refund.objects.count()) == ("settled", 1)
    assert run_clocks(LATER + timedelta(days=99)) == 0


def test_silence_of_the_shopper_takes_it_back_and_frees_the_pieces():
    package = signed()
    request = ask(package)
    services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    assert run_clocks(LATER + timedelta(days=7)) == 1
    assert state(request) == "withdrawn"
    assert ask(package, now=LATER).number != request.number


def test_goods_nobody_looked_at_count_as_received_but_go_on_no_shelf():
    request = ask(signed())
    services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    services.send_back(
        request_id=request.pk, shopper_id=request.shopper_id, carrier="顺达", waybill="SF1234567", now=LATER
    )
    assert run_clocks(LATER + timedelta(days=10)) == 1
    assert (state(request), Refund.objects.count(), Stock.objects.get().on_hand) == ("settled", 1, 9)


def test_a_refusal_can_be_appealed_once_and_is_the_owners_to_decide():
    package = signed()
    request = ask(package)
    with pytest.raises(NotAllowedNow):
        services.refuse(request_id=request.pk, words=" ", now=LATER, actor="operator:1")
    services.refuse(request_id=request.pk, words="the seal was broken", now=LATER, actor="operator:1")
    services.appeal(request_id=request.pk, shopper_id=request.shopper_id, words="it was not", now=LATER)
    assert run_clocks(LATER + timedelta(days=30)) == 0
    with pytest.raises(NotAllowedNow):
        services.approve(request_id=request.pk, now=LATER, actor="operator:1")
    services.refuse(request_id=request.pk, words="again no", now=LATER, actor="operator:9", arbiter=True)
    with pytest.raises(NotAllowedNow):
        services.appeal(request_id=request.pk, shopper_id=request.shopper_id, words="please", now=LATER)
    assert state(request) == "refused"


def test_an_appeal_does_not_take_pieces_that_were_asked_for_again():
    package = signed()
    request = ask(package)
    services.refuse(request_id=request.pk, words="no", now=LATER, actor="operator:1")
    ask(package)
    with pytest.raises(NothingLeft):
        services.appeal(request_id=request.pk, shopper_id=request.shopper_id, words="yes", now=LATER)
    assert state(request) == "refused"


def test_an_exchange_sends_the_same_goods_without_money():
    package = signed((factories.sku(mode="general", warehouse_code="shop"), 2))
    request = returned(ask(package, pieces=1, kind="exchange"))
    with pytest.raises(WaybillMissing):
        services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    services.settle(request_id=request.pk, now=LATER, actor="operator:1", carrier="顺达", waybill="SF7654321")
    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved, Refund.objects.count()) == (8, 0, 0)
    assert state(request) == "settled"


def test_only_the_shopper_of_a_request_moves_it():
    request, other = ask(signed()), factories.shopper()
    for verb, values in ((services.withdraw, {}), (services.appeal, {"words": "x"})):
        with pytest.raises(NoSuchRequest):
            verb(request_id=request.pk, shopper_id=other.pk, now=LATER, **values)
    assert state(request) == "requested"


def test_an_open_request_keeps_the_order_open():
    package = signed()
    request = ask(package)
    assert complete_order(order_id=package.order_id, now=LATER) is False
    services.withdraw(request_id=request.pk, shopper_id=request.shopper_id, now=LATER)
    assert complete_order(order_id=package.order_id, now=LATER) is True
    assert ask(package).state == "requested"


def test_pictures_are_made_anew_without_their_hidden_data():
    picture = Image.new("RGB", (2000, 10), "red")
    exif = picture.getexif()
    exif[0x010E] = "where I live"
    content = io.BytesIO()
    picture.save(content, "JPEG", exif=exif)
    assert b"where I live" in content.getvalue()
    request = ask(signed(), pictures=(content.getvalue(),))
    kept = bytes(Picture.objects.get(request=request).content)
    assert b"where I live" not in kept
    assert Image.open(io.BytesIO(kept)).size == (1280, 6)


def test_each_step_is_told_once():
    request = returned(ask(signed()))
    services.settle(request_id=request.pk, now=LATER, actor="operator:1")
    kinds = list(
        Fact.objects.filter(kind__startswith="aftersale").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == [
        "aftersale.requested", "aftersale.approved", "aftersale.returning", "aftersale.received",
        "aftersale.settled",
    ]  # fmt: skip
