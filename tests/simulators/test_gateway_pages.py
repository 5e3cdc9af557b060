"""The shopper's phone and the gateway's own page."""

from urllib.parse import urlencode

import pytest

from simulators.web.routing import Request, Response
from tests.simulators.counter import call
from tests.simulators.shop import GatewayCounter
from tests.simulators.till import NATIVE, ORDER, ask


@pytest.fixture
def prepay_id(gateway: GatewayCounter) -> str:
    ask(gateway, "POST", NATIVE, {**ORDER, "description": "<b>面霜</b>"})
    return str(gateway.admin("GET", "payments")[0]["prepay_id"])


def press(gateway: GatewayCounter, prepay_id: str, query: str = "", **form: str) -> Response:
    result: Response = gateway.gateway(
        Request("POST", f"/pay/{prepay_id}{query}", {}, urlencode(form).encode())
    )
    return result


def test_the_phone_shows_what_is_to_be_paid(gateway: GatewayCounter, prepay_id: str) -> None:
    body = call(gateway.gateway, "GET", f"/pay/{prepay_id}").body.decode()
    assert "¥318.21" in body
    assert "&lt;b&gt;面霜" in body
    assert "确认支付 · Pay" in body


def test_pay_button(gateway: GatewayCounter, prepay_id: str) -> None:
    response = press(
        gateway, prepay_id, action="pay", payer_name="王芳", payer_id_number="11010119900307301X"
    )
    assert "已支付 · Paid" in response.body.decode()
    assert "确认支付" not in response.body.decode()
    payment = gateway.admin("GET", "payments")[0]
    assert payment["trade_state"] == "SUCCESS"
    assert (payment["payer"]["name"], payment["payer"]["id_number"]) == ("王芳", "11010119900307301X")


def test_fail_button_leaves_the_order_open(gateway: GatewayCounter, prepay_id: str) -> None:
    body = press(gateway, prepay_id, action="fail").body.decode()
    assert "支付失败 · Failed" in body
    assert "确认支付 · Pay" in body


def test_back_to_the_shop_after_paying(gateway: GatewayCounter, prepay_id: str) -> None:
    query = "?from=h5&redirect_url=http%3A%2F%2Fharbor.localhost%2Forders%2F1"
    assert press(gateway, prepay_id, query, action="fail").status == 200
    response = press(gateway, prepay_id, query, action="pay")
    assert (response.status, response.headers["Location"]) == (303, "http://harbor.localhost/orders/1")


@pytest.mark.parametrize("back", ["javascript:alert(1)", "http://x%0d%0aSet-Cookie:a=b"])
def test_back_to_nowhere(gateway: GatewayCounter, prepay_id: str, back: str) -> None:
    assert press(gateway, prepay_id, f"?redirect_url={back}", action="pay").status == 200


def test_an_order_nobody_placed(gateway: GatewayCounter) -> None:
    assert call(gateway.gateway, "GET", "/pay/wx1").status == 404


def test_home(gateway: GatewayCounter, prepay_id: str) -> None:
    press(gateway, prepay_id, action="pay")
    body = call(gateway.gateway, "GET", "/").body.decode()
    assert "支付单 · Payments" in body
    assert f'href="/pay/{prepay_id}"' in body
