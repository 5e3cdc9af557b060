"""Identities: checked, sealed, masked, found by keyed hash, shredded."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from accounts import selectors, services
from accounts.models import Identity
from accounts.types import Consent, InvalidIdentity
from tenancy.scope import in_mall
from tenancy.vault.sealing import Unreadable
from tests import factories

pytestmark = pytest.mark.django_db
CONSENT = Consent("2026-01", "0" * 64, timezone.now())
NUMBER = "11010519491231002X"  # the worked example of GB 11643


def keep(**changes):
    values = {
        "shopper_id": factories.shopper().pk,
        "name": "张三",
        "number": NUMBER,
        "consent": CONSENT,
    } | changes
    return services.keep_identity(**values)


def test_kept_sealed_and_masked(in_harbor):
    row = keep()
    assert (row.name_masked, row.number_masked) == ("张*", "110***********002X")
    real = selectors.reveal(row.pk)
    assert (real.name, real.number) == ("张三", NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM accounts_identity i WHERE mall_id = %s", [in_harbor.pk])
        (stored,) = cursor.fetchone()
    assert NUMBER not in stored and "张三" not in stored
    assert NUMBER.encode().hex() not in stored


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "110105194912310021"}, "number"),
        ({"number": "130681136250023332"}, "number"),
        ({"number": ""}, "number"),
        ({"name": "张 三"}, "name"),
        ({"name": "<script>"}, "name"),
        ({"consent": None}, "consent"),
    ],
)
def test_wrong_ones_are_refused_and_nothing_is_kept(in_harbor, change, field):
    with pytest.raises(InvalidIdentity) as refused:
        keep(**change)
    assert refused.value.field == field
    assert Identity.objects.count() == 0


def test_the_same_again_is_the_same_row_and_a_new_name_replaces_it(in_harbor):
    shopper = factories.shopper().pk
    first = keep(shopper_id=shopper)
    assert keep(shopper_id=shopper, number=NUMBER.lower()).pk == first.pk
    second = keep(shopper_id=shopper, name="张三丰")
    assert [row.pk for row in selectors.identities_of(shopper)] == [second.pk]


def test_one_person_has_one_allowance_key_in_all_malls_and_another_search_key_in_each(mall, other_mall):
    rows = []
    for one in (mall, other_mall):
        with in_mall(one.pk):
            rows.append(keep())
    assert rows[0].allowance_key == rows[1].allowance_key
    assert rows[0].number_key != rows[1].number_key


def test_a_value_moved_to_another_row_or_column_does_not_open(in_harbor):
    first, second = keep(), keep(shopper_id=factories.shopper("13900139000").pk, name="李四")
    Identity.objects.filter(pk=second.pk).update(name_sealed=bytes(first.name_sealed), subject=first.subject)
    with pytest.raises(Unreadable):
        selectors.reveal(second.pk)


def test_shredding_one_person_leaves_the_others(in_harbor):
    first, second = keep(), keep(shopper_id=factories.shopper("13900139000").pk)
    services.forget_person(identity_id=first.pk)
    with pytest.raises(Unreadable):
        selectors.reveal(first.pk)
    assert selectors.reveal(second.pk).name == "张三"
