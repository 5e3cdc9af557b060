"""A copy of one's own data: made once, in the background, for its owner, until its link is over."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest

from accounts.models import LoginChange
from accounts.services import add_favourites, reveal_identity
from catalog.reviews import pictures
from catalog.reviews import selectors as review_selectors
from catalog.reviews.models import Review
from journal.models import Fact
from notifications.models import Message
from orders.aftersale.models import Picture, Request
from orders.models import Order
from privacy import collecting, services, tasks
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
EMPTY = ("seen_product_ids", "cart", "messages", "pictures_left_out")


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
    assert all(rows for name, rows in data.items() if name not in EMPTY)
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


# Pictures.


def reviewed(dealt, shopper, *shown: bytes, **values) -> Review:
    return Review.objects.create(
        product=dealt.order.lines.get().sku.product, shopper=shopper, name_shown="张**", stars=5, text="好喝",
        pictures=pictures.keep(shown) or None, created_at=NOW, **values,
    )  # fmt: skip


def shown_in(zipped: zipfile.ZipFile) -> list[str]:
    return [name.removeprefix("pictures/") for name in zipped.namelist() if name.startswith("pictures/")]


@pytest.fixture
def showing(dealt, settings, tmp_path):
    """A review with two pictures, a hidden one with one, a request with one; somebody else's review with one."""
    settings.MEDIA_ROOT = tmp_path
    stranger = factories.shopper()
    dealt.first = reviewed(dealt, dealt.shopper, picture(900, 600), picture(300, 300))
    dealt.hidden = reviewed(dealt, dealt.shopper, picture(400, 400), hidden_reason="广告")
    dealt.others = reviewed(dealt, stranger, picture(500, 500))
    request = Request.objects.create(
        number="AS9", order=dealt.order, package=dealt.order.packages.get(), shopper=dealt.shopper, kind="refund",
        reason="damaged", tax_from="mall", created_at=NOW, state="settled",
    )  # fmt: skip
    Picture.objects.create(request=request, position=1, content=picture(kind="JPEG"))
    dealt.names = [
        "AS9-1.jpg", f"review-{dealt.hidden.pk}-1.webp", f"review-{dealt.first.pk}-1.webp",
        f"review-{dealt.first.pk}-2.webp",
    ]  # fmt: skip
    return dealt


def test_pictures_of_reviews_are_in_it_as_they_are_kept_and_nobody_elses(showing):
    data, zipped = opened(asked(showing.shopper))
    assert shown_in(zipped) == showing.names and data["pictures_left_out"] == []
    kept = pictures.in_full(showing.first.pictures[0])
    assert zipped.read(f"pictures/review-{showing.first.pk}-1.webp") == kept and kept[8:12] == b"WEBP"
    assert [row["id"] for row in data["reviews"]] == [showing.first.pk, showing.hidden.pk]


def test_control_without_the_writer_in_the_question_a_strangers_picture_would_come_in(showing, monkeypatch):
    monkeypatch.setattr(review_selectors, "_written_by", lambda shopper_id: Review.objects.order_by("pk"))
    _data, zipped = opened(asked(showing.shopper))
    assert f"review-{showing.others.pk}-1.webp" in shown_in(zipped)


def test_another_malls_file_is_not_read_by_its_name(showing, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()), pytest.raises(OSError, match="No such file"):
        pictures.in_full(showing.first.pictures[0])


def test_what_has_no_room_is_named_and_the_newest_come_first(showing, monkeypatch):
    sizes = [len(Picture.objects.get().content), *(
        len(pictures.in_full(name)) for name in (*showing.hidden.pictures, *showing.first.pictures)
    )]  # fmt: skip
    monkeypatch.setattr(collecting, "MOST_PICTURES", sizes[0] + sizes[1])
    data, zipped = opened(asked(showing.shopper))
    assert shown_in(zipped) == showing.names[:2]
    assert data["pictures_left_out"] == showing.names[2:]
    assert "2 pictures had no room" in zipped.read("README.txt").decode()


def test_a_file_that_is_lost_spoils_no_copy(showing, tmp_path):
    name = showing.first.pictures[0]
    for path in tmp_path.rglob(f"{name.removeprefix('reviews/')}-*.webp"):
        path.unlink()
    data, zipped = opened(asked(showing.shopper))
    assert data["pictures_left_out"] == [showing.names[2]]
    assert shown_in(zipped) == [showing.names[0], showing.names[1], showing.names[3]]
