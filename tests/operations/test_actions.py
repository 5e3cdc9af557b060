"""What an operator may do: each button makes its one call, and a GET changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from catalog.inventory.models import Movement, Stock
from catalog.models import BundleItem, Product, Sku
from catalog.reviews.models import Review
from customs.models import Message
from journal.models import Delivery, Fact
from orders.models import Order, Package
from orders.payments.models import BankReceipt, Payment
from tenancy.models import MallSecret
from tenancy.scope import Actor, in_mall
from tenancy.vault import secrets
from tests import factories
from tests.operations.factories import ID_NUMBER

pytestmark = pytest.mark.django_db
YES = {"_form_submitted": "on"}


@pytest.fixture
def inside(mall):
    """The mall, open for what a test looks up between two requests."""
    return lambda: in_mall(mall.pk, actor=Actor.staff())


def button(name: str, pk: int) -> str:
    return reverse(f"admin:{name}", args=[pk])


def test_an_order_is_cancelled_by_post_with_a_reason(owner, order, inside):
    path = button("orders_order_cancel", order.pk)
    assert owner.get(path).status_code == 200
    assert owner.post(path, YES).status_code == 200, "without a reason it asks again"
    with inside():
        assert Order.objects.get().state == "placed"
    assert owner.post(path, YES | {"reason": "顾客来电"}).status_code == 302
    with inside():
        assert Order.objects.get().state == "cancelled"
        entry = Order.objects.get().ledger.last()
        assert entry.note == "顾客来电" and entry.actor.startswith("operator:")


def test_a_refusal_is_said_and_changes_nothing(owner, order, inside):
    with inside():
        Order.objects.update(state="completed")
    answer = owner.post(button("orders_order_cancel", order.pk), YES | {"reason": "x"}, follow=True)
    assert "目前的状态" in answer.content.decode() or answer.context["messages"]
    with inside():
        assert Order.objects.get().state == "completed"


def test_buttons_answer_dialogs_by_htmx(owner, order):
    answer = owner.post(
        button("orders_order_cancel", order.pk), YES | {"reason": "x"}, HTTP_HX_REQUEST="true"
    )
    assert answer.headers["HX-Redirect"] == f"/admin/orders/order/{order.pk}/change/"


def test_a_bank_receipt_is_entered_and_an_address_written_from_their_dialogs(owner, order, inside):
    with inside():
        BankReceipt.objects.all().delete()
        Payment.objects.update(gateway="bank", state="pending")
        payment = Payment.objects.get()
        Package.objects.update(clearance="none")
    told = {"amount": str(payment.amount), "payer": "某公司", "bank_reference": "B2026"}
    path = button("payments_payment_enter_receipt", payment.pk)
    assert owner.post(path, YES | told | {"amount": "x"}).status_code == 200, "it asks again"
    assert owner.post(path, YES | told).status_code == 302
    place = {
        "consignee": "李四", "phone": "13900139000", "province": "浙江省", "city": "宁波市", "district": "鄞州区",
        "street": "百丈路 9 号", "district_code": "330212",
    }  # fmt: skip
    assert owner.post(button("orders_order_change_address", order.pk), YES | place).status_code == 302
    with inside():
        assert BankReceipt.objects.get().bank_reference == "B2026"
        assert Order.objects.get().consignee == "李四"


def test_goods_are_received(owner, order, inside):
    with inside():
        stock = Stock.objects.get()
    path = button("inventory_stock_receive_goods", stock.pk)
    assert owner.post(path, YES | {"quantity": "0", "reference": "D1"}).status_code == 200
    assert owner.post(path, YES | {"quantity": "7", "reference": "D1"}).status_code == 302
    with inside():
        assert Stock.objects.get().on_hand == stock.on_hand + 7
        assert Movement.objects.filter(reference="D1", on_hand=7).count() == 1


def test_dead_letters_run_again(owner, order, inside):
    with inside():
        dead = Delivery.objects.get(state="dead")
        done = Delivery.objects.get(state="done")
    assert owner.post(button("journal_delivery_run_again", dead.pk), YES).status_code == 302
    assert owner.post(button("journal_delivery_run_again", done.pk), YES).status_code == 302
    with inside():
        assert set(Delivery.objects.values_list("hearer", "state")) >= {("a.b", "due"), ("c.d", "done")}


def test_reviews_are_answered_and_hidden_with_a_reason_and_never_deleted(owner, order, inside):
    with inside():
        review = Review.objects.get()
    owner.post(button("reviews_review_answer", review.pk), YES | {"reply": "抱歉，已补发"})
    owner.post(button("reviews_review_hide", review.pk), YES)
    with inside():
        review.refresh_from_db()
        assert (review.reply, review.hidden_reason) == ("抱歉，已补发", "")
    owner.post(button("reviews_review_hide", review.pk), YES | {"reason": "泄露他人电话"})
    with inside():
        review.refresh_from_db()
        assert review.hidden_reason == "泄露他人电话"
        assert Fact.objects.get(kind="review.hidden").payload["reason"] == "泄露他人电话"
    owner.post(button("reviews_review_show", review.pk), YES)
    delete = owner.post(reverse("admin:reviews_review_delete", args=[review.pk]), {"post": "yes"})
    assert delete.status_code == 403
    with inside():
        assert Review.objects.get().hidden_reason == ""


def test_products_move_by_their_table(owner, order, inside):
    with inside():
        product = Product.objects.get()
    owner.post(button("catalog_product_delist", product.pk), YES)
    with inside():
        assert Product.objects.get().state == "delisted"
    owner.post(button("catalog_product_approve", product.pk), YES)
    with inside():
        assert Product.objects.get().state == "delisted", "not by this way"
    chosen = {"action": "make_listed", "_selected_action": [product.pk]}
    assert owner.post("/admin/catalog/product/", chosen).status_code == 302
    with inside():
        assert Product.objects.get().state == "listed"


def test_product_texts_and_prices_are_kept_in_both_languages(owner, order, inside):
    with inside():
        product, sku = Product.objects.get(), Sku.objects.get()
    texts = {
        "category": product.category_id, "position": "3", "title_zh_hans": "新名", "title_en": "New name",
        "brand_zh_hans": "牌", "brand_en": "Brand",
    }  # fmt: skip
    path = f"/admin/catalog/product/{product.pk}/change/"
    assert owner.post(path, texts | {"title_zh_hans": ""}).status_code == 200, "Chinese may not be empty"
    assert owner.post(path, texts).status_code == 302
    path = f"/admin/catalog/sku/{sku.pk}/change/"
    assert owner.post(path, {"price": "1000000"}).status_code == 200
    assert owner.post(path, {"price": "88.00", "option_zh_hans": "罐", "option_en": "tin"}).status_code == 302
    with inside():
        product.refresh_from_db()
        sku.refresh_from_db()
    assert (product.title_zh_hans, product.title_en, product.state) == ("新名", "New name", "listed")
    assert (str(sku.price), str(product.price_from), sku.option_en) == ("88.00", "88.00", "tin")


def test_states_are_not_edited_by_hand(owner, order, inside):
    owner.post(f"/admin/orders/order/{order.pk}/change/", {"state": "completed"})
    owner.post(f"/admin/orders/order/{order.pk}/delete/", {"post": "yes"})
    with inside():
        assert Order.objects.get().state == "placed"


def test_a_message_is_masked_and_a_look_in_clear_is_recorded(owner, clerk, order, inside):
    with inside():
        message = Message.objects.get()
    page = owner.get(f"/admin/customs/message/{message.pk}/change/").content.decode()
    assert "110***********002X" in page and "Harbor" in page
    assert ID_NUMBER not in page and "张三丰" not in page and "13800138000" not in page
    path = button("customs_message_reveal", message.pk)
    assert clerk.post(path, YES | {"reason": "海关来电"}).status_code == 403
    assert ID_NUMBER not in owner.post(path, YES).content.decode(), "no reason, no look"
    with inside():
        assert not Fact.objects.filter(kind="identity.revealed").exists()
    shown = owner.post(path, YES | {"reason": "海关来电"})
    assert ID_NUMBER in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    with inside():
        seen = Fact.objects.get(kind="identity.revealed")
        assert seen.payload["reason"] == "海关来电" and ID_NUMBER not in str(seen.payload)


def test_no_list_or_page_carries_an_id_number(owner, order):
    for path in ("customs/message/", "customs/declaration/", "accounts/identity/", "orders/order/"):
        assert ID_NUMBER not in owner.get(f"/admin/{path}").content.decode()
    assert ID_NUMBER not in owner.get(f"/admin/orders/order/{order.pk}/change/").content.decode()


def test_a_secret_goes_in_and_never_comes_out(owner, order, inside):
    made = owner.post("/admin/tenancy/mallsecret/add/", {"name": "customs.haikou", "value": "very secret"})
    assert made.status_code == 302
    with inside():
        assert secrets.get("customs.haikou") == "very secret"
        pk = MallSecret.objects.get(name="customs.haikou").pk
    page = owner.get(f"/admin/tenancy/mallsecret/{pk}/change/").content.decode()
    assert "very secret" not in page
    assert owner.post(f"/admin/tenancy/mallsecret/{pk}/change/", {"value": "newer"}).status_code == 302
    with inside():
        assert secrets.get("customs.haikou") == "newer"


def test_a_sku_becomes_a_bundle_and_an_ordinary_one_again(owner, order, inside):
    with inside():
        part = Sku.objects.get()
        whole = factories.sku(price="30.00", stock=0)
        whole.trade_profiles.all().delete()
        rival = factories.sku(price="9.00", supplier_code="rival")
    path = button("catalog_sku_make_bundle", whole.pk)
    assert owner.get(path).status_code == 200
    for parts in (f"{part.code} x 0", "NO-SUCH x 1", f"{whole.code} x 2", f"{rival.code} x 1", "？？ ！！"):
        answer = owner.post(path, YES | {"parts": parts})
        with inside():
            assert not BundleItem.objects.exists(), (parts, answer.status_code)
    assert owner.post(path, YES | {"parts": f"{part.code} x 3"}).status_code == 302
    with inside():
        assert BundleItem.objects.values_list("bundle", "component", "quantity").get() == (
            whole.pk,
            part.pk,
            3,
        )
        price = BundleItem.objects.get().unit_price
    assert price == Decimal("10.00")
    shown = owner.get(f"/admin/catalog/sku/{whole.pk}/change/").content.decode()
    assert part.code in shown
    owner.get(path)  # a GET changes nothing
    with inside():
        assert BundleItem.objects.count() == 1
    assert owner.post(path, YES | {"parts": ""}).status_code == 302
    with inside():
        assert not BundleItem.objects.exists()
