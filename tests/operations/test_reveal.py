"""Reading a name and number in clear at the desk: the right, a reason, and a row the person can read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Look
from customs.models import Message
from tenancy.scope import Actor, in_mall
from tests.operations.factories import ID_NUMBER

pytestmark = pytest.mark.django_db
YES = {"_form_submitted": "on"}


def test_at_the_desk_it_takes_a_reason_and_the_right(owner, clerk, order, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        identity = order.identity
    path = reverse("admin:accounts_identity_reveal", args=[identity.pk])
    assert ID_NUMBER not in owner.get(path).content.decode()
    assert ID_NUMBER not in owner.post(path, YES).content.decode(), "without a reason it asks again"
    clerk.post(path, YES | {"reason": "x"})
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Look.objects.count() == 1, "the one that is furnished"
    answer = owner.post(path, YES | {"reason": "核实身份"})
    assert ID_NUMBER in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    with in_mall(mall.pk, actor=Actor.staff()):
        kept = list(Look.objects.order_by("pk").values_list("what", "identity_id", "reason"))[1:]
    assert kept == [("identity", identity.pk, "核实身份")]
    shown = owner.get(reverse("admin:accounts_identity_change", args=[identity.pk])).content.decode()
    assert "核实身份" in shown and ID_NUMBER not in shown


def test_a_customs_message_read_in_clear_stands_in_the_persons_log_too(owner, order, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        message = Message.objects.get(kind="311")
    owner.post(reverse("admin:customs_message_reveal", args=[message.pk]), YES | {"reason": "核对报文"})
    with in_mall(mall.pk, actor=Actor.staff()):
        look = Look.objects.latest("pk")
    assert (look.what, look.reason, look.shopper_id) == ("customs", "核对报文", order.shopper_id)
