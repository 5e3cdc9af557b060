"""A copy of one's own data: made once, in the background, for its owner, until its link is over."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest

from accounts.models import LoginChange
from accounts.services import add_favourites, reveal_identity
from catalog.reviews.models import Review
from journal.models import Fact
from notifications.models import Message
from orders.aftersale.models import Picture, Request
from orders.models import Order
from privacy import services, tasks
from privacy.models import Export
from privacy.services import exporting
from privacy.types import AskedAlready
from tenancy.models import DataKey
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders.factories import NOW, placed
from tests.pictures import picture
from tests.privacy.conftest import dealing

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def asked(shopper, now=NOW) -> Export:
    row = services.ask_export(shopper_id=shopper.pk, language="en", now=now)
    for fact in Fact.objects.filter(kind="privacy.export_asked", payload__export_id=row.pk):
        tasks.make_export(fact)
    row.refresh_from_db()
    return row


def opened(row: Export, now=NOW) -> tuple[dict, zipfile.ZipFile]:
    content = services.take_export(shopper_id=row.shopper_id, token=row.token, now=now)
    zipped = zipfile.ZipFile(io.BytesIO(content))
    return json.loads(zipped.read("data.json")), zipped


def test_it_holds_every_kind_of_row_and_nobody_elses(dealt):
    shopper, order = dealt.shopper, dealt.order
    line = order.lines.get()
    add_favourites(shopper_id=shopper.pk, product_ids=[line.sku.product_id], now=NOW)
    Review.objects.create(
        product=line.sku.product, shopper=shopper, name_shown="张**", stars=5, text="好喝", created_at=NOW
    )
    request = Request.objects.create(
        number="AS9", order=order, package=order.packages.get(), shopper=shopper, kind="refund", reason="damaged",
        words="瘪了", tax_from="mall", created_at=NOW, state="settled",
    )  # fmt: skip
    Picture.objects.create(request=request, position=1, content=picture(kind="JPEG"))
    reveal_identity(
        identity_id=dealt.identity.pk, reason="海关来电", actor="operator:7", actor_name="x", now=NOW
    )
    LoginChange.objects.create(shopper=shopper, old_end="0001", new_end="0002", proof="password", at=NOW)
    other = dealing(factories.shopper())
    data, zipped = opened(asked(shopper))
    assert [row["number"] for row in data["orders"]] == [order.number]
    assert data["orders"][0]["packages"][0]["lines"][0]["sku_code"] == line.sku_code
    assert data["orders"][0]["total"] == f"{order.total:f}"
    assert [row["text"] for row in data["reviews"]] == ["好喝"]
    assert [row["words"] for row in data["returns_and_refunds"]] == ["瘪了"]
    assert [row["reason"] for row in data["looks_in_clear"]] == ["海关来电"]
    assert [row["consent_hash"] for row in data["identities_and_consents"]] == ["a" * 64]
    assert [(row["new_end"], row["proof"]) for row in data["login_changes"]] == [("0002", "password")]
    assert data["favourite_product_ids"] == [line.sku.product_id]
    assert data["addresses"][0]["street"] == "文三路 1 号" and data["profile"]["login"] == shopper.login
    assert "pictures/AS9-1.jpg" in zipped.namelist() and b"My data" in zipped.read("README.txt")
    assert all(rows for name, rows in data.items() if name not in ("seen_product_ids", "cart", "messages"))
    assert other.order.number not in zipped.read("data.json").decode()


def test_the_number_stands_masked_in_it_and_the_file_is_sealed(dealt):
    row = asked(dealt.shopper)
    data, zipped = opened(row)
    assert NUMBER not in zipped.read("data.json").decode() and "110***********002X" in str(data)
    assert bytes(row.sealed)[:2] != b"PK" and dealt.order.number.encode() not in bytes(row.sealed)


def test_another_mall_has_other_rows(mall, other_mall):
    numbers = {}
    for one in (mall, other_mall):
        with in_mall(one.pk, actor=Actor.staff()):
            numbers[one.pk] = placed(factories.shopper("13800138000")).number
    with in_mall(mall.pk, actor=Actor.staff()):
        data, _zipped = opened(asked(Order.objects.get().shopper))
    assert [row["number"] for row in data["orders"]] == [numbers[mall.pk]]


def test_one_a_day_made_once_and_told_once(dealt):
    row = asked(dealt.shopper)
    before = bytes(row.sealed)
    with pytest.raises(AskedAlready):
        services.ask_export(shopper_id=dealt.shopper.pk, language="en", now=NOW + timedelta(hours=23))
    assert Export.objects.count() == 1
    assert services.make_export(export_id=row.pk, now=NOW) is False
    row.refresh_from_db()
    assert bytes(row.sealed) == before
    assert Message.objects.filter(kind="privacy.export_ready").count() == 1
    assert asked(dealt.shopper, NOW + timedelta(days=1)).pk != row.pk


def test_only_its_owner_gets_it_and_only_until_the_link_is_over(dealt):
    row = asked(dealt.shopper)
    stranger = factories.shopper()
    assert services.take_export(shopper_id=stranger.pk, token=row.token, now=NOW) is None
    last = NOW + timedelta(days=7) - timedelta(seconds=1)
    assert services.take_export(shopper_id=row.shopper_id, token=row.token, now=last) is not None
    over = NOW + timedelta(days=7)
    assert services.take_export(shopper_id=row.shopper_id, token=row.token, now=over) is None
    assert (
        services.end_exports(now=last),
        services.end_exports(now=over),
        services.end_exports(now=over),
    ) == (0, 1, 0)
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("over", None)
    assert DataKey.objects.get(subject=row.subject).shredded_at is not None


def test_control_without_the_owner_in_the_question_a_stranger_would_get_it(dealt, monkeypatch):
    row = asked(dealt.shopper)
    monkeypatch.setattr(
        exporting, "export_of", lambda shopper_id, token, now: Export.objects.filter(token=token).first()
    )
    assert services.take_export(shopper_id=factories.shopper().pk, token=row.token, now=NOW)
