"""Rate tables at the platform's console, allowance entries at a mall."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from tax.allowance.services import count, reserve, restore
from tax.models import HsRate, RateBatch
from tax.services import tables
from tax.services.batches import open_seed_version, propose
from tax.services.seeding import seed_texts
from tenancy.scope import Actor, in_mall
from tests.operations import factories as make
from tests.operations.conftest import logged_in

pytestmark = pytest.mark.django_db
YES = {"_form_submitted": "on"}
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
ROW = {
    "code": "2204210000",
    "valid_from": "2025-01-01",
    "name_zh": "酒",
    "vat": "0.13",
    "source": "s",
    "confidence": "M",
}


@pytest.fixture(autouse=True)
def _anew():
    tables.forget()
    yield
    tables.forget()


@pytest.fixture
def root(db):
    return make.operator(None, "root", is_superuser=True)


@pytest.fixture
def second(db):
    return make.operator(None, "second", is_superuser=True)


def upload(client, text: str, **more: str):
    file = SimpleUploadedFile("rates.csv", text.encode())
    return client.post("/admin/tax/ratebatch/add/", {"kind": "list", "title": "list", "file": file, **more})


def test_import_is_checked_then_written(root) -> None:
    client, text = logged_in(root, None), seed_texts()["list"]
    checked = upload(client, text, dry_run="on").content.decode()
    assert "Nothing was written" in checked or "未写入" in checked
    assert RateBatch.objects.count() == 0
    assert "Only checked" in checked or "仅校验" in checked
    bad = upload(client, text.replace("listed", "perhaps", 1)).content.decode()
    assert "standing" in bad and RateBatch.objects.count() == 0
    assert upload(client, "\xff").status_code == 200
    assert upload(client, text).status_code == 302
    batch = RateBatch.objects.get()
    assert (batch.state, batch.proposed_by_id) == ("proposed", root.pk)


def test_only_another_operator_approves(root, second) -> None:
    batch = propose(kind="hs", title="wine", rows=[ROW], operator_id=root.pk, now=NOW)
    url = reverse("admin:tax_ratebatch_approve_batch", args=[batch.pk])
    logged_in(root, None).post(url, YES)
    batch.refresh_from_db()
    assert (batch.state, batch.version) == ("proposed", None)
    logged_in(second, None).post(url, YES)
    batch.refresh_from_db()
    assert (batch.state, batch.version, batch.decided_by_id) == ("approved", 4, second.pk)


def test_a_rejected_batch_is_closed_and_a_version_downloads(root, second) -> None:
    open_seed_version(now=NOW)
    batch = propose(kind="hs", title="wine", rows=[ROW], operator_id=root.pk, now=NOW)
    client = logged_in(second, None)
    client.post(reverse("admin:tax_ratebatch_reject_batch", args=[batch.pk]), YES)
    batch.refresh_from_db()
    assert (batch.state, batch.version) == ("rejected", None)
    seed = RateBatch.objects.get(version=1)
    answer = client.post(reverse("admin:tax_ratebatch_download", args=[seed.pk]), YES)
    assert answer["Content-Type"] == "text/csv"
    assert answer.content.decode().count("\n") == 118
    assert client.post(reverse("admin:tax_ratebatch_download", args=[batch.pk]), YES).status_code == 302


@pytest.mark.parametrize("model", ["ratebatch", "hsrate", "postalrate", "positivelistentry"])
def test_lists_and_pages_answer_at_the_console_and_nowhere_else(model: str, root, mall) -> None:
    open_seed_version(now=NOW)
    client = logged_in(root, None)
    page = client.get(f"/admin/tax/{model}/")
    assert page.status_code == 200
    pk = page.context["cl"].result_list[0].pk
    assert client.get(f"/admin/tax/{model}/{pk}/change/").status_code == 200
    assert logged_in(make.operator(mall, "owner"), mall).get(f"/admin/tax/{model}/").status_code in (403, 404)


def only_row(page: Any) -> Any:
    body: Any = html.fromstring(page.content.decode())
    (row,) = body.xpath("//table[@id='result_list']//tr[td]")
    return row


def test_what_is_memory_only_is_marked(root) -> None:
    open_seed_version(now=NOW)
    assert HsRate.objects.filter(confidence="M").exists()
    page = logged_in(root, None).get("/en/admin/tax/hsrate/?q=0402210000")
    row = only_row(page)
    assert "0402210000" in row.text_content() and "from memory: check before filing" in row.text_content()
    assert HsRate.objects.get(code="0402210000").confidence == "M"
    sure = logged_in(root, None).get("/en/admin/tax/hsrate/?q=1901101090")
    row = only_row(sure)
    assert "two sources agree" in row.text_content() and "memory" not in row.text_content()


def test_a_mall_sees_its_own_allowance_entries(mall, other_mall) -> None:
    for place, ref in ((mall, "order:ours"), (other_mall, "order:theirs")):
        with in_mall(place.pk, actor=Actor.staff()):
            reserve(key="k" * 64, year=2025, amount=Decimal("5.00"), ref=ref, now=NOW)
            count(ref=ref, now=NOW)
            restore(ref=ref, amount=Decimal("1.00"), return_ref=f"{ref}:back", now=NOW)
    client = logged_in(make.operator(mall, "owner"), mall)
    page = client.get("/admin/allowance/allowanceentry/")
    assert "order:ours" in page.content.decode() and "order:theirs" not in page.content.decode()
    pk = page.context["cl"].result_list[0].pk
    assert "order:ours:back" in client.get(f"/admin/allowance/allowanceentry/{pk}/change/").content.decode()


def test_whoever_approves_sees_the_figures_and_what_they_change(root, second) -> None:
    open_seed_version(now=NOW)
    rows = [
        ROW | {"duty": "0.1", "name_zh": "干红"},
        ROW | {"code": "2299999999", "name_zh": "新品"},
        ROW | {"code": "2205100000", "withdrawn": True},
    ]
    batch = propose(kind="hs", title="wine", rows=rows, operator_id=root.pk, now=NOW)
    page = logged_in(second, None).get(f"/en/admin/tax/ratebatch/{batch.pk}/change/").content.decode()
    assert "duty: 0.14 → 0.1" in page
    assert "新品" in page and "withdrawn" in page and "from memory: check before filing" in page
