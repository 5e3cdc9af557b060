"""Anything may happen to orders, in any order: what must hold holds after each step.

A step that the product refuses by name is a step; any other error is a find.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar
from unittest.mock import patch

from django.db import transaction
from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from catalog.inventory.models import Movement, Stock
from money.formatting import from_fen
from orders.aftersale import services as aftersale
from orders.aftersale.models import Request, RequestLine
from orders.aftersale.tasks import run_clocks
from orders.aftersale.types import Wish
from orders.errors import OrderError
from orders.ledger_watch import forgotten
from orders.models import LedgerEntry, Line, Order, Package
from orders.payments import services as payments
from orders.payments.models import Payment, Refund
from orders.payments.types import PaymentError
from orders.services.advance_package import Said, advance_package
from orders.services.cancel_order import cancel_order
from orders.services.complete_order import complete_order
from orders.services.expire_order import expire_order
from orders.services.place_order import place_order
from tests import factories
from tests.orders.factories import NOW, checkout
from tests.orders.properties.books import Books

_GATEWAYS = (
    "orders.payments.services.start_payments.gateway",
    "orders.payments.services.close_payments.gateway",
    "orders.payments.services.ask_gateway.gateway",
    "orders.payments.services.refund.gateway",
)
_FORWARD = {
    "none": 0, "waybill_assigned": 1, "declaring": 2, "declared": 3, "accepted": 4, "inspecting": 5, "rejected": 6,
    "released": 7, "returned": 8,
}  # fmt: skip
_CUSTOMS = ("assign_waybill", "declare", "port_received", "port_accepts", "port_inspects", "port_rejects",
            "port_releases", "port_returns", "declare_again")  # fmt: skip
_CARRIER = ("dispatch", "move", "deliver", "sign", "lose", "find")
_REFUSED = (OrderError, PaymentError)
pick = st.integers(0, 9)


class Orders(RuleBasedStateMachine):
    """The open mall is there already; what a run does is rolled back at its end.

    `reached` counts the ends of all runs: a machine that gets nowhere proves nothing.
    """

    reached: ClassVar[Counter[str]] = Counter()

    @initialize()
    def open(self) -> None:
        self.books, self.now = Books(), NOW
        self.seen: dict[int, str] = {}
        self.stack = ExitStack()
        for path in _GATEWAYS:
            self.stack.enter_context(patch(path, lambda name: self.books))
        self.savepoint = transaction.savepoint()
        self.skus = [
            factories.sku(price="33.33", stock=6), factories.sku(price="199.99", stock=3),
            factories.sku(price="58.00", stock=4, mode="general", warehouse_code="shop"),
        ]  # fmt: skip

        self._begun()

    def _begun(self) -> None:
        """One order returned from end to end and one cancelled: whatever comes, comes on top of both."""
        self.buy(which=[0], pieces=2)
        self.deliver(n=0)
        self.return_all(n=0)
        self.buy(which=[1, 2], pieces=1)
        self.cancel(n=1)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.reached.update(Order.objects.values_list("state", flat=True))
            self.reached.update(Request.objects.values_list("state", flat=True))
            self.reached.update(f"refund {state}" for state in Refund.objects.values_list("state", flat=True))
            transaction.savepoint_rollback(self.savepoint)
            self.stack.close()

    def _try(self, verb: Any, **values: Any) -> Any:
        try:
            with transaction.atomic():
                return verb(**values)
        except _REFUSED:
            return None

    def _place(self, which: list[int], pieces: int) -> Any:
        request = checkout(factories.shopper(), *[(self.skus[n], pieces) for n in which])
        return place_order(request=request, now=self.now)

    def _one(self, rows: Any, n: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[n % len(found)] if found else None

    @rule(which=st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True), pieces=st.integers(1, 4))
    def place(self, which: list[int], pieces: int) -> None:
        self._try(self._place, which=which, pieces=pieces)

    @rule(which=st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True), pieces=st.integers(1, 2))
    def buy(self, which: list[int], pieces: int) -> None:
        """Placed and paid without a hitch, so that what comes after has something to work on."""
        made = self._try(self._place, which=which, pieces=pieces)
        started = self._try(payments.start_payments, order_id=made.order_id, now=self.now) if made else ()
        for payment in started or ():
            trade = self.books.pay(payment.number, self.now)
            self._try(payments.record_payment, trade=trade, now=self.now)

    @rule(n=pick)
    def return_all(self, n: int) -> None:
        """One request from end to end."""
        package = self._one(Package.objects.filter(fulfilment="signed"), n)
        if package:
            lines = {line.pk: line.quantity for line in package.lines.all()}
            wish = Wish(package.pk, "return", "damaged", lines, "words")
            row = self._try(aftersale.ask, wish=wish, shopper_id=package.order.shopper_id, now=self.now)
            if row:
                for verb in ("approve", "send", "receive", "settle"):
                    self._move(row, verb)

    @rule(n=pick)
    def start(self, n: int) -> None:
        order = self._one(Order.objects.all(), n)
        if order:
            self._try(payments.start_payments, order_id=order.pk, now=self.now)

    @rule(n=pick, told=st.booleans())
    def pay(self, n: int, told: bool) -> None:
        """The shopper pays at the gateway, whatever we think of the order by now; we may or may not hear of it."""
        payment = self._one(Payment.objects.all(), n)
        if payment:
            trade = self.books.pay(payment.number, self.now)
            if told:
                self._try(payments.record_payment, trade=trade, now=self.now)

    @rule()
    def sweep(self) -> None:
        for payment in Payment.objects.filter(state="pending"):
            self._try(payments.ask_gateway, payment_id=payment.pk, now=self.now)
        for refund in Refund.objects.filter(state="requested"):
            self._try(payments.send_refund, refund_id=refund.pk, now=self.now)

    @rule(n=pick)
    def cancel(self, n: int) -> None:
        order = self._one(Order.objects.all(), n)
        if order and self._try(cancel_order, order_id=order.pk, now=self.now, actor="shopper"):
            self._try(payments.close_payments, order_id=order.pk, now=self.now)

    @rule(n=pick)
    def expire(self, n: int) -> None:
        order = self._one(Order.objects.all(), n)
        if order and self._try(expire_order, order_id=order.pk, now=max(self.now, order.expires_at)):
            self._try(payments.close_payments, order_id=order.pk, now=self.now)

    @rule(n=pick, event=st.sampled_from(_CUSTOMS), mended=st.booleans())
    def customs(self, n: int, event: str, mended: bool) -> None:
        self._advance(n, "clearance", event, Said(mended=mended))

    @rule(n=pick, event=st.sampled_from(_CARRIER))
    def carrier(self, n: int, event: str) -> None:
        self._advance(n, "fulfilment", event, Said())

    @rule(n=pick)
    def deliver(self, n: int) -> None:
        """The straight line, so that there is something to return."""
        for event in ("assign_waybill", "declare", "port_releases"):
            self._advance(n, "clearance", event, Said())
        for event in ("dispatch", "sign"):
            self._advance(n, "fulfilment", event, Said())

    def _advance(self, n: int, axis: str, event: str, said: Said) -> None:
        package = self._one(Package.objects.all(), n)
        if package:
            self._try(
                advance_package,
                package_id=package.pk,
                axis=axis,
                event=event,
                now=self.now,
                actor="x",
                said=said,
            )

    @rule(n=pick)
    def complete(self, n: int) -> None:
        order = self._one(Order.objects.all(), n)
        if order:
            self._try(complete_order, order_id=order.pk, now=self.now)

    @rule(n=pick, kind=st.sampled_from(("refund", "return", "exchange")), pieces=st.integers(0, 3),
          reason=st.sampled_from(("change_of_mind", "damaged", "missing", "lost", "customs")))  # fmt: skip
    def ask(self, n: int, kind: str, pieces: int, reason: str) -> None:
        package = self._one(Package.objects.filter(order__state__in=("paid", "completed")), n)
        if package:
            lines = {line.pk: min(pieces, line.quantity) for line in package.lines.all()}
            wish = Wish(package.pk, kind, reason, lines, "words")
            self._try(aftersale.ask, wish=wish, shopper_id=package.order.shopper_id, now=self.now)

    @precondition(lambda self: Request.objects.exists())
    @rule(
        n=pick, verb=st.sampled_from(("approve", "refuse", "withdraw", "appeal", "send", "receive", "settle"))
    )
    def move_request(self, n: int, verb: str) -> None:
        self._move(self._one(Request.objects.all(), n), verb)

    def _move(self, row: Request, verb: str) -> None:
        both: dict[str, Any] = {"request_id": row.pk, "now": self.now}
        mine = both | {"shopper_id": row.shopper_id}
        calls: dict[str, Any] = {
            "approve": lambda: aftersale.approve(**both, actor="operator:1", arbiter=True),
            "refuse": lambda: aftersale.refuse(**both, words="no", actor="operator:1", arbiter=True),
            "withdraw": lambda: aftersale.withdraw(**mine),
            "appeal": lambda: aftersale.appeal(**mine, words="yes"),
            "send": lambda: aftersale.send_back(**mine, carrier="顺达", waybill="SF12345"),
            "receive": lambda: aftersale.receive(**both, fate="restock", actor="operator:1"),
            "settle": lambda: aftersale.settle(
                **both, actor="operator:2", carrier="顺达", waybill="SF54321"
            ),
        }  # fmt: skip
        self._try(calls[verb])

    @rule(days=st.sampled_from((0, 1, 3, 11, 31, 50)))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)
        self._try(lambda: run_clocks(self.now))

    @invariant()
    def stock_never_lies(self) -> None:
        for stock in Stock.objects.all() if hasattr(self, "books") else ():
            moved = Movement.objects.filter(stock=stock).aggregate(on=Sum("on_hand"), held=Sum("reserved"))
            first = {"33.33": 6, "199.99": 3, "58.00": 4}[f"{stock.sku.price:f}"]
            assert stock.on_hand >= stock.reserved >= 0
            assert (stock.on_hand, stock.reserved) == (first + (moved["on"] or 0), moved["held"] or 0)

    @invariant()
    def the_ledger_is_the_money(self) -> None:
        if not hasattr(self, "books"):
            return
        for order in Order.objects.all():
            entries = LedgerEntry.objects.filter(order=order, axis="payment")
            captured = entries.filter(event="capture").aggregate(s=Sum("amount"))["s"] or Decimal(0)
            settled = entries.filter(event="refund_settled").aggregate(s=Sum("amount"))["s"] or Decimal(0)
            assert settled <= captured in (0, order.total)
            if captured:
                late = list(Refund.objects.filter(reason="late").values_list("payment_id", flat=True))
                mine = Payment.objects.filter(order=order, state__in=("paid", "refunded")).exclude(
                    pk__in=late
                )
                gone = Refund.objects.filter(payment__in=mine, state="done").aggregate(s=Sum("amount"))["s"]
                assert (mine.aggregate(s=Sum("amount"))["s"], gone or 0) == (captured, settled)

    @invariant()
    def what_the_gateway_holds_is_ours_to_hold(self) -> None:
        """Nothing is kept for an order that is over, once the sweeper came by."""
        if not hasattr(self, "books"):
            return
        known = Payment.objects.filter(state__in=("paid", "late", "refunded")).aggregate(s=Sum("amount"))["s"]
        back = Refund.objects.filter(state="done").aggregate(s=Sum("amount"))["s"]
        unheard = sum(
            a.total for n, a in self.books.accounts.items()
            if a.paid_at and Payment.objects.filter(number=n, state__in=("pending", "closed")).exists()
        )  # fmt: skip
        assert from_fen(self.books.held - unheard) == (known or 0) - (back or 0)

    @invariant()
    def clearance_never_goes_back(self) -> None:
        for pk, state in Package.objects.values_list("pk", "clearance") if hasattr(self, "seen") else ():
            before = self.seen.get(pk, "none")
            again = (before, state) == ("rejected", "declaring")
            steps_after_again = before == "rejected" and state in _FORWARD
            assert again or steps_after_again or _FORWARD[state] >= _FORWARD[before], (before, state)
            self.seen[pk] = state

    @invariant()
    def what_comes_back_was_taken(self) -> None:
        live = RequestLine.objects.exclude(request__state__in=("withdrawn", "refused"))
        for line in (
            Line.objects.filter(aftersale_lines__isnull=False).distinct() if hasattr(self, "books") else ()
        ):
            mine = live.filter(line=line)
            pieces = sum(row.pieces for row in mine)
            assert pieces <= line.quantity
            for name in ("discount", "duty", "consumption_tax", "vat", "postal_tax", "dutiable_value"):
                given = sum((getattr(row, name) for row in mine), Decimal(0))
                assert given <= getattr(line, name)
                if pieces == line.quantity:
                    assert given == getattr(line, name), name

    @invariant()
    def nothing_moved_without_its_entry(self) -> None:
        if hasattr(self, "books"):
            assert forgotten() == []
