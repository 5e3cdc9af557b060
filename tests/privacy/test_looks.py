"""Who reads a name and number in clear says why, and the person can read it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from accounts import services
from accounts.models import Look
from accounts.types import ReasonMissing
from journal.models import Fact
from tenancy.vault.sealing import Unreadable
from tests import factories
from tests.operations.factories import ID_NUMBER
from tests.orders import factories as make
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
WHO = {"actor": "operator:7", "actor_name": "王经理", "now": NOW}


def test_the_look_is_kept_with_what_is_shown(in_harbor):
    identity = make.identity(factories.shopper())
    real = services.reveal_identity(identity_id=identity.pk, reason=" 海关来电 ", **WHO)
    assert (real.name, real.number) == ("张三丰", ID_NUMBER)
    look = Look.objects.get()
    assert (look.shopper_id, look.reason, look.actor, look.actor_name, look.at) == (
        identity.shopper_id, "海关来电", "operator:7", "王经理", NOW,
    )  # fmt: skip
    assert Fact.objects.filter(kind="identity.revealed").count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_shown_and_nothing_kept(in_harbor, reason):
    identity = make.identity(factories.shopper())
    with pytest.raises(ReasonMissing):
        services.reveal_identity(identity_id=identity.pk, reason=reason, **WHO)
    assert (Look.objects.count(), Fact.objects.count()) == (0, 0)


def test_who_was_forgotten_cannot_be_looked_at(in_harbor):
    identity = make.identity(factories.shopper())
    services.forget_person(identity_id=identity.pk)
    with pytest.raises(Unreadable):
        services.reveal_identity(identity_id=identity.pk, reason="x", **WHO)
    assert Look.objects.count() == 0


def test_a_look_cannot_be_taken_back(in_harbor):
    identity = make.identity(factories.shopper())
    services.reveal_identity(identity_id=identity.pk, reason="x", **WHO)
    for change in (lambda: Look.objects.update(reason="y"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Look.objects.get().reason == "x"
