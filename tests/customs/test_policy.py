"""The policy desk: rules by date with their sources; may a SKU be sold, how, where, and why not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import TradeProfile
from customs.models import Filing, PortAccount
from customs.policy.may_sell import may_sell
from customs.policy.timeline import in_force, timeline
from customs.rules.limits import TABLE
from customs.rules.modes import Mode
from tests import factories
from tests.customs import factories as make


def test_every_rule_has_words_a_source_and_its_surety():
    for rule in timeline():
        assert rule.en and rule.zh and rule.source
        assert rule.confidence in ("verified", "one_source", "memory")
    assert [rule.since for rule in timeline()] == sorted(rule.since for rule in timeline())


def test_the_words_agree_with_the_tables_that_are_applied():
    said = {rule.since: rule for rule in timeline() if rule.field == "limits"}
    assert set(said) == {limits.since for limits in TABLE}
    for limits in TABLE:
        assert (
            f"{limits.single:,.0f}" in said[limits.since].en
            and f"{limits.year:,.0f}" in said[limits.since].en
        )
        assert said[limits.since].source == limits.source


def test_what_held_on_a_day():
    assert in_force(date(2016, 4, 7)) == ()
    assert [rule.since.year for rule in in_force(date(2018, 12, 31), "limits")] == [2016]
    assert [rule.since.year for rule in in_force(date(2019, 1, 1), "limits")] == [2019, 2016]


@pytest.mark.django_db
def test_each_mode_at_each_port_with_its_reasons(in_harbor):
    sku = factories.sku()
    TradeProfile.objects.filter(sku=sku).update(record_no="")
    make.account("http://127.0.0.1:9")
    found = {
        (v.mode, v.port): [reason.code for reason in v.reasons]
        for v in may_sell(sku_id=sku.pk, now=timezone.now())
    }
    assert found[(Mode.DIRECT_9610, "haikou")] == []
    assert found[(Mode.BONDED_1210, "haikou")] == ["profile.missing.item_record_no"]
    assert (Mode.GENERAL, "") in found
    PortAccount.objects.update(needs_filing=True)
    verdicts = {
        (v.mode, v.port): [r.code for r in v.reasons] for v in may_sell(sku_id=sku.pk, now=timezone.now())
    }
    assert verdicts[(Mode.DIRECT_9610, "haikou")] == ["filing.missing"]


@pytest.mark.django_db
def test_without_a_port_and_without_goods(in_harbor):
    sku = factories.sku()
    reasons = {v.mode: [r.code for r in v.reasons] for v in may_sell(sku_id=sku.pk, now=timezone.now())}
    assert reasons[Mode.DIRECT_9610][-1] == "port.none"
    assert may_sell(sku_id=999_999_999, now=timezone.now()) == []
    assert Decimal("5000.00") == TABLE[-1].single


def reasons_of(sku_id: int) -> list[str]:
    found = {
        (v.mode, v.port): [r.code for r in v.reasons] for v in may_sell(sku_id=sku_id, now=timezone.now())
    }
    return found[(Mode.DIRECT_9610, "haikou")]


@pytest.mark.django_db
def test_goods_that_the_list_does_not_name_may_not(in_harbor):
    """The control is the same SKU under a code that the list has."""
    sku = factories.sku()
    make.account("http://127.0.0.1:9")
    assert reasons_of(sku.pk) == []
    TradeProfile.objects.filter(sku=sku).update(hs_code="9304000000")
    assert "profile.not_on_list" in reasons_of(sku.pk)


@pytest.mark.django_db
def test_a_filing_counts_from_its_first_day(in_harbor):
    sku, today = factories.sku(), timezone.now().date()
    make.account("http://127.0.0.1:9")
    PortAccount.objects.update(needs_filing=True)
    Filing.objects.create(sku=sku, port="haikou", state="approved", prepared_at=timezone.now(),
                          valid_from=today + timedelta(days=3))  # fmt: skip
    assert reasons_of(sku.pk) == ["filing.missing"]
    Filing.objects.update(valid_from=today - timedelta(days=3))
    assert reasons_of(sku.pk) == []
