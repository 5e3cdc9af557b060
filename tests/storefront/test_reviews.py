"""Reviews by those who signed for the goods: without script, once a line, harmless whatever they write."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import Membership
from catalog.reviews import moderation, writing
from catalog.reviews.models import Review
from orders.models import Line, Order, Package
from orders.services import review_line as service
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.orders.aftersale.conftest import walk
from tests.partners import factories as partners
from tests.storefront.conftest import browser
from tests.storefront.forms import fields, text

pytestmark = pytest.mark.django_db
TRICKS = "<script>alert(1)</script> \u202egnirts\u202c \u0645\u0631\u062d\u0628\u0627 😀\n<img src=x onerror=alert(2)>"


@pytest.fixture
def order(shopper, goods) -> Order:
    """Two pieces, signed for just now."""
    return signed_for(shopper, goods)


def signed_for(shopper, goods) -> Order:
    now = timezone.now()
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        order = Order.objects.get(pk=make.placed(shopper, (goods, 2)).order_id)
        record_paid(order_id=order.pk, now=now)
        walk(Package.objects.get(order=order), now=now)
        return order


def written(order: Order) -> list[Review]:
    with in_mall(order.mall_id, actor=Actor.staff()):
        return list(Review.objects.order_by("pk"))


def picture(name: str = "tin.png", side: int = 300) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def form(client, order: Order, prefix: str = "") -> tuple[str, dict[str, str]]:
    address = f"{prefix}/me/orders/{order.number}/reviews"
    values = fields(client.get(address))
    return address, {name: values[name] for name in ("csrfmiddlewaretoken", "line")}


@pytest.mark.parametrize(("prefix", "mark"), [("", "已购买"), ("/en", "Bought here")])
def test_from_the_order_to_the_page_of_the_goods(signed_in, order, goods, prefix, mark):
    """Stars, words and a picture; shown with the mark; then the follow-up, once; then the mall's reply."""
    assert (
        f"{prefix}/me/orders/{order.number}/reviews"
        in signed_in.get(f"{prefix}/me/orders/{order.number}").content.decode()
    )
    address, base = form(signed_in, order, prefix)
    done = signed_in.post(
        address, base | {"stars": "4", "text": "勺子好挖", "pictures": [picture(), picture("b.png", 90)]}
    )
    assert done.status_code == 303 and done["Location"].startswith(address)
    (row,) = written(order)
    assert (row.stars, row.text, row.name_shown, row.product_id) == (4, "勺子好挖", "张**", goods.product_id)
    assert row.shopper_id == order.shopper_id and len(row.pictures) == 2
    more = signed_in.post(address, base | {"more": "用了一个月，还不错"})
    assert more.status_code == 303
    with in_mall(order.mall_id, actor=Actor.staff()):
        moderation.reply_to(review_id=row.pk, text="谢谢惠顾")
    shown = browser().get(f"{prefix}/p/{goods.product_id}-{goods.product.slug}")
    for words in (mark, "勺子好挖", "用了一个月", "谢谢惠顾", "800克" if not prefix else "800 g"):
        assert words in text(shown), words
    again = signed_in.post(address, base | {"more": "再说一次"})
    assert again.status_code == 422 and "再说一次" not in [r.follow_up for r in written(order)]
    mine = signed_in.get(address)
    assert "勺子好挖" in text(mine) and "谢谢惠顾" in text(mine)


def test_its_pictures_are_drawn_anew_and_served_by_the_mall(signed_in, order):
    address, base = form(signed_in, order)
    taken = Image.new("RGB", (900, 600), "blue")
    notes = taken.getexif()
    notes[0x010F] = "camera of 张三丰"
    content = io.BytesIO()
    taken.save(content, "JPEG", exif=notes)
    signed_in.post(
        address,
        base | {"stars": "5", "text": "好", "pictures": SimpleUploadedFile("a.jpg", content.getvalue())},
    )
    (name,) = written(order)[0].pictures
    for width in (200, 800):
        served = browser().get(f"/media/{name}-{width}.webp")
        body = b"".join(served.streaming_content)
        assert served["Content-Type"] == "image/webp" and "张三丰".encode() not in body
        assert Image.open(io.BytesIO(body)).size[0] == width
    assert browser().get(f"/media/{name}-801.webp").status_code == 404


def _with_picture(signed_in, order) -> Review:
    address, base = form(signed_in, order)
    signed_in.post(address, base | {"stars": "2", "text": "差", "pictures": picture()})
    return written(order)[0]


def _hide(order: Order, review: Review, *, show: bool = False) -> None:
    now = timezone.now()
    with in_mall(order.mall_id, actor=Actor.staff()):
        if show:
            moderation.show(review_id=review.pk, actor="operator:1", now=now)
        else:
            moderation.hide(review_id=review.pk, reason="辱骂", actor="operator:1", now=now)


def test_a_hidden_reviews_picture_is_gone_from_its_address_too(signed_in, shopper, order):
    review = _with_picture(signed_in, order)
    at = f"/media/{review.pictures[0]}-800.webp"
    first = browser().get(at)
    assert (first.status_code, first["Cache-Control"]) == (200, "public, max-age=3600")
    _hide(order, review)
    for address in (at, f"/media/mall-{order.mall_id}/{review.pictures[0]}-200.webp"):
        assert browser().get(address).status_code == 404
        assert browser().get(address, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 404
    own = signed_in.get(at)  # who wrote it
    assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")
    with in_mall(order.mall_id, actor=Actor.staff()):
        stranger = factories.shopper("13911112222")
    other = browser()
    with in_mall(order.mall_id, actor=Actor.public()):
        other.force_login(stranger)
    assert other.get(at).status_code == 404
    _hide(order, review, show=True)
    assert browser().get(at).status_code == 200


def test_those_who_answer_for_the_goods_still_see_it_and_no_other_supplier(signed_in, order, goods):
    review = _with_picture(signed_in, order)
    at = f"/media/{review.pictures[0]}-800.webp"
    _hide(order, review)
    with in_mall(order.mall_id, actor=Actor.staff()):
        rival = factories.sku(supplier_code="rival", title="对手")
        seats = [partners.seat(s.product.supplier, f"1370000000{n}") for n, s in enumerate((goods, rival))]
        told = {"operator": factories.operator("desk"), "stranger": factories.operator("far")}
        Membership.objects.create(user=told["operator"], mall_id=order.mall_id)
    for user, status in ((seats[0], 200), (seats[1], 404), (told["operator"], 200), (told["stranger"], 404)):
        client = browser()
        with in_mall(order.mall_id, actor=Actor.public()):
            client.force_login(user)
        assert client.get(at).status_code == status, user.login


def test_the_same_picture_stays_where_a_shown_review_carries_it(signed_in, order):
    review = _with_picture(signed_in, order)
    with in_mall(order.mall_id, actor=Actor.staff()):
        Review.objects.create(
            product_id=review.product_id, name_shown="王**", stars=5, text="好", pictures=review.pictures,
            created_at=timezone.now(),
        )  # fmt: skip
    _hide(order, review)
    assert browser().get(f"/media/{review.pictures[0]}-800.webp").status_code == 200


def test_the_control_without_the_question_the_picture_stays(signed_in, order, monkeypatch):
    review = _with_picture(signed_in, order)
    _hide(order, review)
    monkeypatch.setattr("storefront.views.media.withheld", lambda name: None)
    assert browser().get(f"/media/{review.pictures[0]}-800.webp").status_code == 200


def test_scripts_and_letters_from_right_to_left_stay_words(signed_in, order, goods):
    address, base = form(signed_in, order)
    assert signed_in.post(address, base | {"stars": "1", "text": TRICKS}).status_code == 303
    for page in (browser().get(f"/p/{goods.product_id}-{goods.product.slug}"), signed_in.get(address)):
        body = page.content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
        said = body[body.index("&lt;script&gt;alert(1)") - 20 : body.index("&lt;script&gt;alert(1)")]
        assert 'dir="auto"' in said


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"stars": "", "text": "好"}, "一至五星"), ({"stars": "6", "text": "好"}, "一至五星"),
        ({"stars": "9" * 60, "text": "好"}, "一至五星"), ({"stars": "5", "text": " \n\0"}, ""),
        ({"stars": "5", "text": "好" * 1001}, "1000"),
        ({"stars": "5", "text": "好", "pictures": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")}, "JPEG"),
        ({"stars": "5", "text": "好", "pictures": [picture(f"{n}.png") for n in range(7)]}, "六张"),
        ({"more": "还没有评价"}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(signed_in, order, values, says):
    address, base = form(signed_in, order)
    answer = signed_in.post(address, base | values)
    assert answer.status_code in (422, 404) and says in text(answer)
    assert written(order) == []
    kept = values.get("text", "").strip()
    assert answer.status_code == 404 or not kept or "\0" in kept or kept[:1000] in answer.content.decode()


def test_one_line_is_reviewed_once_and_without_the_guard_twice(signed_in, order, monkeypatch):
    address, base = form(signed_in, order)
    first = base | {"stars": "5", "text": "好"}
    assert signed_in.post(address, first).status_code == 303
    assert signed_in.post(address, first | {"text": "再来一次"}).status_code == 422
    assert [row.text for row in written(order)] == ["好"]
    # Two at once both find nothing: the constraint of the table is what keeps the second one out.
    monkeypatch.setattr(writing, "of_lines", lambda lines: {})
    assert signed_in.post(address, first | {"text": "同时"}).status_code == 422
    assert [row.text for row in written(order)] == ["好"]


def test_before_the_parcel_came_nobody_reviews_and_without_the_guard_one_does(
    signed_in, shopper, goods, monkeypatch
):
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        order = Order.objects.get(pk=make.placed(shopper, (goods, 1)).order_id)
        record_paid(order_id=order.pk, now=timezone.now())
        line = Line.objects.get(order=order)
    address = f"/me/orders/{order.number}/reviews"
    page = signed_in.get(address)
    assert "签收后" in text(page) and b'name="stars"' not in page.content
    values = {
        "csrfmiddlewaretoken": signed_in.get("/me/strip").json()["csrf_token"],
        "line": str(line.pk), "stars": "5", "text": "还没到就好评",
    }  # fmt: skip
    assert signed_in.post(address, values).status_code == 422
    assert written(order) == []
    own = service._own
    monkeypatch.setattr(
        service, "_own", lambda *args: own.__globals__["bought_lines"](args[0], Actor.staff())[0]
    )
    assert signed_in.post(address, values).status_code == 303


def test_a_stranger_finds_no_page_and_reviews_nothing(signed_in, order):
    address, base = form(signed_in, order)
    with in_mall(order.mall_id, actor=Actor.staff()):
        stranger = factories.shopper("13800000009")
    other = browser()
    with in_mall(order.mall_id, actor=Actor.public()):
        other.force_login(stranger)
    token = other.get("/me/strip").json()["csrf_token"]
    assert other.get(address).status_code == 404
    said = {"csrfmiddlewaretoken": token, "line": base["line"], "stars": "1", "text": "坏话"}
    assert other.post(address, said).status_code == 404
    assert written(order) == []


def test_a_line_of_another_order_is_not_there(signed_in, order, shopper, goods):
    other = signed_for(shopper, goods)
    address, base = form(signed_in, order)
    _, theirs = form(signed_in, other)
    assert (
        signed_in.post(address, base | {"line": theirs["line"], "stars": "5", "text": "好"}).status_code
        == 404
    )
    assert written(order) == []


def test_a_hidden_review_is_shown_to_its_writer_with_the_reason_and_to_nobody_else(signed_in, order, goods):
    address, base = form(signed_in, order)
    signed_in.post(address, base | {"stars": "5", "text": "加微信返现"})
    with in_mall(order.mall_id, actor=Actor.staff()):
        moderation.hide(review_id=written(order)[0].pk, reason="广告", actor="operator:1", now=timezone.now())
    assert "广告" in text(signed_in.get(address)) and "加微信返现" in text(signed_in.get(address))
    assert "加微信返现" not in text(browser().get(f"/p/{goods.product_id}-{goods.product.slug}"))
    assert signed_in.post(address, base | {"more": "再加"}).status_code == 422


def test_pieces_sold_stand_on_the_page(order, goods):
    with in_mall(order.mall_id, actor=Actor.staff()):
        type(goods.product).objects.filter(pk=goods.product_id).update(sold=1234)
    assert "1,234 sold" in text(browser().get(f"/en/p/{goods.product_id}-{goods.product.slug}"))
