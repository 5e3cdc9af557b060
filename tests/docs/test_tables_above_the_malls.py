"""Every table is walled, or stands on the list of docs/decisions with its reason and its policy."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection

from tenancy.tables import Ownership, ownership
from tests.docs.checkout import ROOT

PAGE = ROOT / "docs" / "decisions" / "tables-above-the-malls.md"


def listed() -> dict[str, tuple[str, str]]:
    """Model -> (policy, reason), as the page says."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+\.\w+)` \| (\w+) \| (.+?) \|$", text, re.MULTILINE)
    assert len(rows) == len({model for model, *_ in rows})
    return {model: (policy, reason) for model, policy, reason in rows}


def above() -> dict[str, type]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: model for model in models if ownership(model) is not Ownership.OWN}


def test_the_page_lists_exactly_the_models_above_the_malls():
    assert set(listed()) == set(above())


def test_a_table_of_a_mall_is_not_on_it():
    """The control: what has a mall would not be taken for one above."""
    assert "orders.Order" not in above() and "orders.Order" not in listed()


def test_each_has_a_reason():
    assert [model for model, (_, reason) in listed().items() if len(reason.split()) < 2] == []


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted(listed()))
def test_the_policy_said_is_the_policy_in_the_database(label):
    model = above()[label]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, (SELECT array_agg(pg_get_expr(polqual, polrelid)) "
            "FROM pg_policy WHERE polrelid = c.oid) FROM pg_class c WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        enabled, forced, policies = cursor.fetchone()
    if listed()[label][0] == "mixed":
        assert ownership(model) is Ownership.OWN_OR_ABOVE
        assert (enabled, forced, len(policies)) == (True, True, 1)
        assert "mall_id IS NULL" in policies[0] and "app.mall" in policies[0]
    else:
        assert listed()[label][0] == "none"
        assert (enabled, forced, policies) == (False, False, None)


@pytest.mark.django_db
def test_only_the_policies_that_the_page_names_look_over_the_malls():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polrelid::regclass::text, polname FROM pg_policy WHERE pg_get_expr(polqual, polrelid) "
            "NOT LIKE %s ORDER BY 1, 2",
            ["%app.mall%"],
        )
        over = cursor.fetchall()
    assert over == [
        ("allowance_allowanceentry", "ledger"),
        ("catalog_searchdocument", "search"),
        ("catalog_searchterm", "search"),
        ("journal_delivery", "relay"),
    ]
    assert "allowance.AllowanceEntry" in PAGE.read_text(encoding="utf-8")
