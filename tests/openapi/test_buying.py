"""From the cart to an order that waits for its money, by JSON alone; and every refusal changes nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Identity
from catalog.inventory.models import Stock
from orders.models import Cart, CartLine, Order
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.openapi.conftest import Machine
from tests.orders import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openapi.urls")]
ADDRESS = {
    "consignee": "张三丰", "phone": "13800138000", "province": "浙江省", "city": "杭州市", "district": "西湖区",
    "street": "文三路 1 号", "district_code": "330106",
}  # fmt: skip
NUMBER = "11010519491231002X"


def wanted(machine: Machine) -> dict:
    """The body of a checkout that would be granted: address and identity kept, notice accepted."""
    notices = machine.get("notices")[1]
    consent, notice = notices["identity_consent"], notices["buyers_notice"]
    identity = machine.post(
        "identities",
        {
            "name": "张三丰",
            "number": NUMBER,
            "consent_version": consent["version"],
            "consent_hash": consent["text_hash"],
        },
    )[1]
    return {
        "address_id": machine.post("addresses", ADDRESS)[1]["id"],
        "identity_id": identity["id"],
        "notice_version": notice["version"],
        "notice_hash": notice["text_hash"],
        "notice_accepted": True,
    }


def counted_post(machine: Machine, path: str, body: dict) -> tuple[int, dict]:
    """How many statements it took, and the answer."""
    with CaptureQueriesContext(connection) as captured:
        status, told, _ = machine.post(path, body)
    assert status == 201, told
    said = [query["sql"] for query in captured.captured_queries]
    return sum("SAVEPOINT" not in sql for sql in said), told


def rows(mall) -> tuple[int, int, int]:
    with in_mall(mall.pk):
        return (
            Order.objects.count(),
            CartLine.objects.count(),
            sum(Stock.objects.values_list("reserved", flat=True)),
        )


def test_the_whole_way(known, sku, mall):
    assert known.get("cart")[1]["pieces"] == 0
    status, cart, _ = known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 2})
    assert (status, cart["total"], cart["tax"], cart["token"]) == (201, "218.20", "18.20", None)
    assert cart["groups"][0]["lines"][0]["sku_id"] == str(sku.pk)
    assert known.call("put", f"cart/lines/{sku.pk}", {"quantity": 1})[1]["total"] == "109.10"

    body = wanted(known) | {"seen_total": "109.10"}
    status, placed, answer = known.post("checkout", body, Idempotency_Key="k-1")
    assert (status, placed["total"]) == (201, "109.10") and "Idempotent-Replayed" not in answer
    again = known.post("checkout", body, Idempotency_Key="k-1")
    assert again[:2] == (201, placed) and again[2]["Idempotent-Replayed"] == "true"
    assert rows(mall) == (1, 0, 1)

    status, order, _ = known.get(f"orders/{placed['number']}")
    assert (status, order["state"], order["total"], order["orderer"]) == (200, "placed", "109.10", "张**")
    assert order["orderer_number"] != NUMBER and order["can_cancel"] is True
    listed = known.get("orders")[1]
    assert [row["number"] for row in listed["items"]] == [placed["number"]] and not listed["has_next"]

    status, order, _ = known.post(f"orders/{placed['number']}/cancel", {"reason": "changed my mind"})
    assert (status, order["state"], rows(mall)) == (200, "cancelled", (1, 0, 0))
    assert known.post(f"orders/{placed['number']}/cancel")[0] == 200


def test_what_was_added_is_told_as_the_cart_then_stands_in_five_statements(known, mall):
    """Caller, cart, its lines, the offers once, the line itself."""
    with in_mall(mall.pk, actor=Actor.staff()):
        first, second = factories.sku(price="100.00"), factories.sku(price="30.00")
    known.post("cart/lines", {"sku_id": str(first.pk), "quantity": 1})
    for sku, pieces in ((second, {first.pk: 1, second.pk: 2}), (first, {first.pk: 3, second.pk: 2})):
        cost, cart = counted_post(known, "cart/lines", {"sku_id": str(sku.pk), "quantity": 2})
        assert (cost, cart) == (5, known.get("cart")[1])
        held = {int(line["sku_id"]): line["quantity"] for line in cart["groups"][0]["lines"]}
        assert held == pieces
    assert (cart["goods"], cart["pieces"]) == ("360.00", 5)


def test_a_split_is_proposed_as_pieces_of_each_part(known, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(price="2000.00")
    cart = known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 3})[1]
    assert cart["groups"][0]["proposal"] == [
        [{"sku_id": str(sku.pk), "quantity": 1}],
        [{"sku_id": str(sku.pk), "quantity": 2}],
    ]


def test_two_languages_in_turn_are_each_told_their_own(known, sku):
    known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 1})
    titles = []
    for known.language in ("en", "zh-hans", "en"):
        titles.append(known.get("cart")[1]["groups"][0]["lines"][0]["title"])
    assert titles[0] == titles[2] != titles[1]


def test_a_key_with_another_request_is_refused(known, sku, mall):
    known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 1})
    body = wanted(known)
    known.post("checkout", body, Idempotency_Key="k-1")
    known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 1})
    status, told, _ = known.post("checkout", body | {"sku_ids": [str(sku.pk)]}, Idempotency_Key="k-1")
    assert (status, told["code"], rows(mall)) == (422, "key_reused", (1, 1, 1))


REFUSED = {
    "no key": ({}, {}, 400, "idempotency_key_missing", ""),
    "a price of the caller": ({"total": "0.01"}, {"Idempotency_Key": "k"}, 400, "unknown_field", "total"),
    "another total seen": ({"seen_total": "1.00"}, {"Idempotency_Key": "k"}, 409, "price_changed", ""),
    "no notice": ({"notice_accepted": False}, {"Idempotency_Key": "k"}, 422, "notice_not_accepted", ""),
    "no identity": ({"identity_id": None}, {"Idempotency_Key": "k"}, 422, "identity_missing", ""),
    "an identity that is not there": (
        {"identity_id": "9000000"},
        {"Idempotency_Key": "k"},
        404,
        "not_found",
        "",
    ),
    "an address that is not there": (
        {"address_id": "9000000"},
        {"Idempotency_Key": "k"},
        404,
        "not_found",
        "",
    ),
    "no address": ({"address_id": "x"}, {"Idempotency_Key": "k"}, 400, "invalid", "address_id"),
    "lines that are not there": ({"sku_ids": ["9000000"]}, {"Idempotency_Key": "k"}, 409, "cart_changed", ""),
    "no lines": ({"sku_ids": []}, {"Idempotency_Key": "k"}, 400, "min_length", "sku_ids"),
    "not even a list": ({"sku_ids": "9"}, {"Idempotency_Key": "k"}, 400, "not_a_list", "sku_ids"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_checkout_changes_nothing(known, sku, mall, case):
    changes, headers, status, code, field = REFUSED[case]
    known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 1})
    body, before = wanted(known), rows(mall)
    got, told, _ = known.post("checkout", body | changes, **headers)
    assert (got, told["code"], told.get("field", "")) == (status, code, field)
    assert told["message"] and rows(mall) == before == (0, 1, 0)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"quantity": 0}, 400, "min_value"),
        ({"quantity": 1_000_000}, 400, "max_value"),
        ({"quantity": "x"}, 400, "invalid"),
        ({"quantity": 11}, 409, "out_of_stock"),
        ({"quantity": 1, "price": "0.01"}, 400, "unknown_field"),
        ({"quantity": 1, "mall_id": "2"}, 400, "unknown_field"),
        ({"quantity": 1, "sku_id": "9000000"}, 404, "not_offered"),
        ({"quantity": 1, "sku_id": None}, 400, "null"),
        ([], 400, "invalid"),
    ],
)
def test_what_cannot_be_put_into_a_cart(machine, mall, sku, body, status, code):
    sent = {"sku_id": str(sku.pk)} | body if isinstance(body, dict) else body
    got, told, _ = machine.post("cart/lines", sent)
    assert (got, told["code"]) == (status, code)
    with in_mall(mall.pk):
        assert not Cart.objects.exists() and not CartLine.objects.exists()


def test_a_body_that_is_no_json_is_refused_in_words(machine):
    answer = machine.client.post(
        "/openapi/v1/cart/lines", "{", content_type="application/json", HTTP_HOST="harbor.localhost"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    answer = machine.client.post("/openapi/v1/cart/lines", {"a": 1}, HTTP_HOST="harbor.localhost")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_guest_has_the_cart_of_the_token_and_brings_it_along(machine, mall, shopper, sku):
    token = machine.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 2})[1]["token"]
    assert machine.get("cart", X_Cart=token)[1]["pieces"] == 2
    assert machine.get("cart")[1]["pieces"] == 0 and machine.get("cart", X_Cart="x")[1]["pieces"] == 0
    assert Machine().call("delete", f"cart/lines/{sku.pk}")[0] == 404
    login = {"login": shopper.login, "password": "correct horse battery"}
    told = machine.post("token", login, X_Cart=token)[1]
    assert Machine(token=told["token"]).get("cart")[1]["pieces"] == 2
    assert machine.get("cart", X_Cart=token)[1]["pieces"] == 0


def test_a_token_of_a_shoppers_cart_opens_nothing(known, machine, mall, shopper, sku):
    known.post("cart/lines", {"sku_id": str(sku.pk), "quantity": 2})
    with in_mall(mall.pk):
        token = str(Cart.objects.get(shopper=shopper).token)
    assert machine.get("cart", X_Cart=token)[1]["pieces"] == 0
    assert machine.call("delete", f"cart/lines/{sku.pk}", X_Cart=token)[0] == 404


def test_an_identity_is_kept_only_with_consent_and_told_masked(known, mall):
    status, told, _ = known.post("identities", {"name": "张三丰", "number": NUMBER})
    assert (status, told["code"], told["field"]) == (422, "invalid_identity", "consent")
    with in_mall(mall.pk):
        assert not Identity.objects.exists()
    consent = known.get("notices")[1]["identity_consent"]
    agreed = {"consent_version": consent["version"], "consent_hash": consent["text_hash"]}
    status, told, _ = known.post("identities", {"name": "张三丰", "number": NUMBER[:-1] + "1"} | agreed)
    assert (status, told["field"]) == (422, "number")
    status, told, _ = known.post("identities", {"name": "张三丰", "number": NUMBER} | agreed)
    assert (status, told["name"]) == (201, "张**") and NUMBER not in str(told)
    assert [row["id"] for row in known.get("identities")[1]["items"]] == [told["id"]]


def test_addresses_are_the_shoppers_own(known, mall):
    made = known.post("addresses", ADDRESS)[1]
    with in_mall(mall.pk, actor=Actor.staff()):
        other = make.address(factories.shopper())
    changed = known.call("put", f"addresses/{made['id']}", ADDRESS | {"city": "宁波市"})
    assert (changed[0], changed[1]["city"]) == (200, "宁波市")
    assert known.post("addresses", ADDRESS | {"phone": "1"})[1]["field"] == "phone"
    for method, body in (("put", ADDRESS), ("delete", None)):
        assert known.call(method, f"addresses/{other.pk}", body)[0] == 404
    assert known.call("delete", f"addresses/{made['id']}")[0] == 204
    assert known.get("addresses")[1] == {"items": []}


def test_nobody_sees_an_order_of_somebody_else(known, mall, sku):
    with in_mall(mall.pk, actor=Actor.staff()):
        number = make.placed(factories.shopper(), (sku, 1)).number
    for method, path in (
        ("get", ""), ("post", "/cancel"), ("post", "/identity"), ("get", "/payments"), ("post", "/payments"),
    ):  # fmt: skip
        theirs = known.call(method, f"orders/{number}{path}", None if method == "get" else {})
        never = known.call(method, f"orders/1000000000000009{path}", None if method == "get" else {})
        assert theirs[:2] == never[:2] and theirs[0] == 404
    assert rows(mall)[0] == 1


def test_who_is_not_logged_in_is_told_so(machine):
    for path in ("orders", "orders/1", "identities", "addresses"):
        status, told, answer = machine.get(path)
        assert (status, told["code"], answer["WWW-Authenticate"]) == (401, "not_authenticated", "Bearer")
