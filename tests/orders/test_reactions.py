"""Hearers of the orders floor: one call each, harmless when heard again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import resolve
from django.utils.module_loading import import_string

from catalog.services.review import recall
from config.subscriptions import JOBS, SUBSCRIPTIONS
from journal.models import Fact as FactRow
from journal.services import as_fact
from notifications.models import Message
from orders.models import Order
from orders.reactions.recalls import warn_buyers
from orders.reactions.tasks import complete_order, tell_shopper
from orders.services.advance_package import advance_package
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def test_the_last_signature_completes_the_order_once(in_harbor):
    sku = factories.sku(mode="general", warehouse_code="shanghai")
    placed = make.placed(None, (sku, 1))
    record_paid(order_id=placed.order_id, now=make.NOW)
    for event in ("dispatch", "sign"):
        advance_package(
            package_id=placed.packages[0][0], axis="fulfilment", event=event, now=LATER, actor="carrier"
        )
    fact = as_fact(FactRow.objects.get(kind="package.signed"))
    for _ in range(2):
        complete_order(fact)
        tell_shopper(fact)
    assert Order.objects.values_list("state", "closed_at").get() == ("completed", LATER)
    assert FactRow.objects.filter(kind="order.completed").count() == 1
    (message,) = Message.objects.all()
    assert (message.title, message.link) == ("已签收", f"/me/orders/{placed.number}")
    assert resolve(message.link).url_name == "order"
    assert message.text == f"包裹 {placed.packages[0][1]} 已送达。"


def test_a_recall_reaches_everybody_who_paid_for_the_goods_once(in_harbor):
    sku, other = factories.sku(title="奶瓶"), factories.sku()
    for wanted in (sku, sku, other):
        placed = make.placed(None, (wanted, 1))
        record_paid(order_id=placed.order_id, now=make.NOW)
    make.placed(None, (sku, 1))  # not paid for: it has no goods to bring back
    recall(product_id=sku.product_id, reason="Glass found.", now=LATER, operator="operator:1")
    fact = as_fact(FactRow.objects.get(kind="product.recalled"))
    for _ in range(2):
        warn_buyers(fact)
    told = list(Message.objects.filter(kind="product.recalled").values_list("user_id", "text"))
    bought = Order.objects.filter(lines__sku=sku, paid_at__isnull=False).values_list("shopper_id", flat=True)
    assert sorted(user for user, _ in told) == sorted(bought) and len(told) == 2
    assert all("Glass found." in text and "奶瓶" in text for _, text in told)


def test_every_path_of_this_floor_in_the_subscriptions_leads_somewhere():
    paths = {path for table in (SUBSCRIPTIONS, JOBS) for paths in table.values() for path in paths}
    own = {path for path in paths if path.startswith(("orders.reactions.", "orders.tasks."))}
    assert own == {
        "orders.reactions.customs.free_cancelled",
        "orders.reactions.customs.restore_taken_back",
        "orders.reactions.recalls.warn_buyers",
        "orders.reactions.tasks.complete_order",
        "orders.reactions.tasks.tell_shopper",
        "orders.tasks.expire_unpaid",
    }
    assert all(callable(import_string(path)) for path in own)


def test_every_hearer_and_job_leads_somewhere_and_a_corrected_identity_is_heard():
    tables = (SUBSCRIPTIONS, JOBS)
    assert all(callable(import_string(p)) for table in tables for paths in table.values() for p in paths)
    assert SUBSCRIPTIONS["package.identity_resubmitted"] == ["customs.tasks.declare_again"]
