"""Identities: checked, sealed, masked, found by keyed hash, shredded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from stdnum.cn import ric

from accounts import selectors, services
from accounts.models import Identity
from accounts.types import Consent, InvalidIdentity
from customs.rules.identity import Person, check_person
from tenancy.scope import in_mall
from tenancy.vault.sealing import Unreadable
from tests import factories

pytestmark = pytest.mark.django_db
CONSENT = Consent("2026-01", "0" * 64, timezone.now())
NUMBER = "11010519491231002X"  # the worked example of GB 11643
TOMORROW = timezone.localdate(CONSENT.at) + timedelta(days=1)
_BODY = f"110105{TOMORROW:%Y%m%d}002"
BORN_TOMORROW = _BODY + ric.calc_check_digit(_BODY + "0")


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
        ({"name": "张"}, "name"),
        ({"name": "J. Smith"}, "name"),
        ({"number": BORN_TOMORROW}, "number"),
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


def test_a_name_is_kept_as_customs_will_compare_it(in_harbor):
    row = keep(name="阿卜杜拉 • 买买提")
    assert selectors.reveal(row.pk).name == "阿卜杜拉·买买提"
    findings = check_person(Person(selectors.reveal(row.pk).name, NUMBER), timezone.localdate())
    assert findings == []


def test_a_newer_consent_is_kept(in_harbor):
    shopper = factories.shopper().pk
    first, newer = keep(shopper_id=shopper), replace(CONSENT, version="2026-02", text_hash="1" * 64)
    second = keep(shopper_id=shopper, consent=newer)
    assert second.pk != first.pk and second.consent_version == "2026-02"
    assert [row.pk for row in selectors.identities_of(shopper)] == [second.pk]


def test_shredding_one_person_takes_the_rows_it_replaced_and_leaves_the_others(in_harbor):
    shopper = factories.shopper().pk
    mistyped, right = keep(shopper_id=shopper, name="张山"), keep(shopper_id=shopper)
    other = keep(shopper_id=factories.shopper("13900139000").pk)
    services.forget_person(identity_id=right.pk)
    for gone in (mistyped, right):
        with pytest.raises(Unreadable):
            selectors.reveal(gone.pk)
    assert selectors.reveal(other.pk).name == "张三", (
        "the same number in another account is not ours to forget"
    )
