"""The first page: each number is that of the list it leads to, and all of them cost little."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def test_chips_count_what_their_lists_show(owner, order):
    page = owner.get("/en/admin/")
    chips = {str(chip["title"]): chip for chip in page.context["chips"]}
    assert {title: chip["count"] for title, chip in chips.items()} == {
        "Awaiting payment": 1,
        "To declare": 0,
        "Being declared": 0,
        "Returned by customs": 1,
        "To dispatch": 0,
        "Customs is silent": 0,
        "Customs alarms": 1,
        "Dead letters": 1,
        "Batches near their date": 0,
        "Low stock": 1,
        "Silent parcels": 1,
        "Risk cases": 1,
    }
    for chip in chips.values():
        listed = owner.get(chip["href"])
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == chip["count"], chip["title"]


def test_it_costs_at_most_eight_statements(owner, order):
    owner.get("/admin/")
    with CaptureQueriesContext(connection) as counted:
        owner.get("/admin/")
    said = [q["sql"] for q in counted if "SAVEPOINT" not in q["sql"]]
    assert len(said) <= 8, "\n".join(said)


def test_it_is_said_in_both_languages(owner, order):
    chinese = owner.get("/admin/").content.decode()
    english = owner.get("/en/admin/").content.decode()
    assert "死信" in chinese and "低库存" in chinese and "harbor 商城" in chinese
    assert "Dead letters" in english and "harbor mall" in english
    assert not re.search(r"Dead letters|Low stock|Awaiting payment", chinese)
