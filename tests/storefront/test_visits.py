"""The door at which pages tell that they were read: people are counted, machines and who asks not to be are not."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from analytics.models import VisitCount
from catalog.models import Product
from storefront.views import visits
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.operations import factories as operations
from tests.operations.conftest import logged_in
from tests.storefront.conftest import browser

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148 Safari/604"
WECHAT = f"{PHONE} MicroMessenger/8.0"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/120.0 Safari/537"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def tell(client: Client, page: str, agent: str = DESKTOP, begins: str = "", **headers: str):
    """As the module does: with the token of the strip."""
    token = client.get("/me/strip").json()["csrf_token"]
    told = {"User-Agent": agent, "X-CSRFToken": token} | headers
    return client.post("/visits", {"page": page, "begins": begins}, headers=told)


def counted(mall) -> list[tuple[str, int | None, str, int, int]]:
    with in_mall(mall.pk, actor=Actor.staff()):
        rows = VisitCount.objects.order_by("page", "channel", "pk")
        return [(r.page, r.product_id, r.channel, r.views, r.visits) for r in rows]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "home"), ("/en/", "home"), ("/c", "list"), ("/c/milk", "list"), ("/en/channel/bonded", "list"),
     ("/search", "search"), ("/help/returns", "text"), ("/cart", "cart"), ("/en/checkout", "checkout"),
     ("/me/orders", "other"), ("/login", "other")],
)  # fmt: skip
def test_what_a_page_was_follows_from_its_address(client, mall, path, kind):
    answer = tell(client, path, begins="1")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "private, no-store")
    assert counted(mall) == [(kind, None, "desktop", 1, 1)]


@pytest.mark.parametrize(("agent", "channel"), [(PHONE, "phone"), (WECHAT, "wechat"), (DESKTOP, "desktop")])
def test_a_product_with_its_channel(client, mall, goods, agent, channel):
    product = goods.product
    tell(client, f"/p/{product.pk}-{product.slug}", agent)
    tell(client, f"/en/p/{product.pk}-{product.slug}", agent)
    rows = counted(mall)
    assert {row[:3] for row in rows} == {("product", product.pk, channel)}
    assert sum(row[3] for row in rows) == 2


@pytest.mark.parametrize(
    "path",
    ["", "x", "//evil.example/", "https://evil.example/", "/p/999-x", "/p/99999999999999999999-x", "/nowhere",
     "/admin/", "/seller/", "/openapi/v1/products", "/static/x.js", "/" + "a" * 5000, "/p/1-x?y=1"],
)  # fmt: skip
def test_what_is_no_page_of_the_mall_is_not_counted(client, mall, path):
    assert tell(client, path).status_code == 204
    assert counted(mall) == []


def test_goods_of_another_mall_or_off_the_shelf_are_not_counted(client, mall, other_mall, goods):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        theirs = factories.sku().product
    tell(client, f"/p/{theirs.pk}-{theirs.slug}")
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.update(state="delisted")
    tell(client, f"/p/{goods.product_id}-x")
    assert counted(mall) == counted(other_mall) == []


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_followed_is_not_counted(client, mall, header):
    tell(client, "/", **{header: "1"})
    assert counted(mall) == []
    tell(client, "/", **{header: "0"})  # the control
    assert len(counted(mall)) == 1


@pytest.mark.parametrize(
    "agent",
    ["", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Baiduspider/2.0",
     "Mozilla/5.0 (compatible; bingbot/2.0)", "Sogou web spider/4.0", "curl/8.0", "python-requests/2.31",
     "Mozilla/5.0 HeadlessChrome/120.0 Safari/537", "Mozilla/5.0 (Linux) Chrome-Lighthouse"],
)  # fmt: skip
def test_machines_are_not_counted(client, mall, agent):
    tell(client, "/", agent)
    assert counted(mall) == []


def test_the_malls_own_people_are_not_counted_and_shoppers_are(mall, shopper, signed_in):
    operator = logged_in(operations.operator(mall, "owner"), mall)
    tell(operator, "/")
    assert counted(mall) == []
    tell(signed_in, "/")
    assert counted(mall) == [("home", None, "desktop", 1, 0)]


def test_nobody_counts_from_another_site(client, mall):
    for method in ("get", "put", "delete"):
        assert getattr(client, method)("/visits", headers={"User-Agent": DESKTOP}).status_code in (403, 405)
    assert client.post("/visits", {"page": "/"}, headers={"User-Agent": DESKTOP}).status_code == 403
    assert counted(mall) == []


def test_a_flood_from_one_address_is_not_counted(client, mall, monkeypatch):
    monkeypatch.setattr(visits, "PER_MINUTE", 3)
    for _ in range(5):
        assert tell(client, "/").status_code == 204
    assert sum(row[3] for row in counted(mall)) == 3


def test_while_the_cache_is_away_visits_are_counted(client, mall, monkeypatch):
    token = client.get("/me/strip").json()["csrf_token"]

    def away(*_args, **_kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "add", away, raising=False)
    client.post("/visits", {"page": "/"}, headers={"User-Agent": DESKTOP, "X-CSRFToken": token})
    assert counted(mall) == [("home", None, "desktop", 1, 0)]


def test_a_visit_leaves_no_session_and_costs_little(client, mall, goods, django_assert_num_queries):
    token = client.get("/me/strip").json()["csrf_token"]
    told = {"User-Agent": DESKTOP, "X-CSRFToken": token}
    client.post("/visits", {"page": "/"}, headers=told)
    with django_assert_num_queries(1):
        client.post("/visits", {"page": "/"}, headers=told)
    with django_assert_num_queries(2):  # is it on sale; count it
        answer = client.post("/visits", {"page": f"/p/{goods.product_id}-x"}, headers=told)
    assert "sessionid" not in answer.cookies


def test_the_operator_reads_them_in_both_languages(client, mall, goods):
    owner, clerk = (logged_in(operations.operator(mall, role, role), mall) for role in ("owner", "clerk"))
    tell(client, f"/p/{goods.product_id}-{goods.product.slug}", PHONE, begins="1")
    path = "/admin/analytics/visitcount/report/"
    today = timezone.localdate(timezone.now()).isoformat()
    for browser_, prefix, words in ((owner, "", "访问与订单"), (clerk, "/en", "Visits and orders")):
        answer = browser_.get(f"{prefix}{path}")
        page = answer.content.decode()
        assert answer.status_code == 200 and words in page
        assert page.count("<rect") == 60 and f"{today}: 1" in page and 'role="img"' in page
        assert str(goods.product.title) in page
    for odd in ("nonsense", "2026-13-45", "0001-01-01", "9999-12-31", "%00"):
        assert owner.get(f"{path}?until={odd}").status_code == 200
    assert f"{today}: 1" not in owner.get(f"{path}?until=2024-02-01").content.decode()


def test_nobody_else_reads_them(client, mall, other_mall, signed_in):
    path = "/admin/analytics/visitcount/report/"
    stranger = logged_in(operations.operator(other_mall, "stranger"), other_mall)
    assert stranger.get(path).status_code == 200  # of the own mall
    for one in (browser(), signed_in):
        assert one.get(path).status_code == 302
