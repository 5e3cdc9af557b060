"""Codes found by name: with what is known of their place on the list, and how sure it is; at every version alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tax.models import RateRow
from tax.naming import _articles, _hs, find_articles, find_hs, hs_named
from tax.services import approve, propose, tables
from tax.services.batches import open_seed_version
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
DAY = date(2025, 6, 1)
WINE, PEANUTS, MILK_POWDER, LISTED_2016 = "2204210000", "2008113000", "0402210000", "0409000000"


@pytest.fixture(autouse=True)
def _anew():
    """Versions never change outside of tests; here each test has its own version 4."""
    forget()
    yield
    forget()


def forget() -> None:
    tables.forget()
    _hs.cache_clear()
    _articles.cache_clear()


def standing(code: str) -> tuple[bool | None, str, str]:
    found = hs_named(code, DAY)
    assert found is not None
    return found.on_list, found.confidence, found.list_confidence


def approved(kind: str, **row) -> None:
    whole = {"valid_from": "2025-01-01", "valid_to": None, "source": "s", "confidence": "S"} | row
    ann, ben = factories.operator(f"ann-{kind}"), factories.operator(f"ben-{kind}")
    batch = propose(kind=kind, title="t", rows=[whole], operator_id=ann.pk, now=NOW)
    approve(batch_id=batch.pk, operator_id=ben.pk, now=NOW)


def test_the_list_is_the_same_before_and_after_a_version_is_open() -> None:
    codes = (WINE, PEANUTS, MILK_POWDER, LISTED_2016)
    before = [standing(code) for code in codes]
    assert before == [(True, "S", "M"), (None, "S", "M"), (True, "M", "S"), (True, "M", "S")]
    open_seed_version(now=NOW)
    assert [standing(code) for code in codes] == before


def test_a_new_mark_on_the_list_is_seen() -> None:
    open_seed_version(now=NOW)
    approved("list", code=PEANUTS[:8], standing="absent")
    assert standing(PEANUTS) == (False, "S", "S")


def test_what_was_withdrawn_is_not_offered() -> None:
    open_seed_version(now=NOW)
    assert WINE in [row.code for row in find_hs("葡萄酒", DAY)]
    approved("hs", code=WINE, name_zh="葡萄酒", vat="0.13", withdrawn=True)
    assert hs_named(WINE, DAY) is None
    assert WINE not in [row.code for row in find_hs("2204", DAY)]
    approved("article", code="06020100", name_zh="皮鞋", postal_class="2", unit="piece", withdrawn=True)
    assert "06020100" not in [row.code for row in find_articles("0602", DAY)]


def test_doubt_is_said_in_words() -> None:
    milk, bag = hs_named(MILK_POWDER, DAY), find_articles("06010200", DAY)[0]
    assert milk is not None
    assert (milk.doubt, milk.list_doubt) == (RateRow.Confidence.M.label, RateRow.Confidence.S.label)
    assert bag.doubt == RateRow.Confidence.S.label
    sure = hs_named("1901101090", DAY)
    assert sure is not None and sure.doubt == ""
