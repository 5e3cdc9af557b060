"""Kept pages: nothing of the visitor in them, out of date with the fact that changes them, shared by no two malls."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.reviews.services import keep_review
from catalog.services.keep import SkuFields, keep_sku
from content.services import keep_article
from journal import registry
from journal.tasks import drain
from orders.services.expire_order import expire_order
from storefront.serving import generation, kept, memory, middleware
from storefront.serving.memory import PagesInMemory
from storefront.serving.public import Publicness, kept_until, true_until
from tenancy import hosts
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.storefront.conftest import browser
from tests.storefront.forms import text

pytestmark = pytest.mark.django_db
RENEW = "storefront.tasks.renew_pages"


def renewed(mall) -> None:
    with in_mall(mall.pk):
        generation.renew()


def reprice(sku, price: str) -> None:
    with in_mall(sku.mall_id, actor=Actor.staff()):
        keep_sku(product_id=sku.product_id, fields=SkuFields(sku.code, Decimal(price)), now=timezone.now())


def test_four_visitors_and_one_page(client, signed_in, goods, mall):
    """Each page is written anew for each of them: it is the writing that knows nobody, not only the keeping."""
    signed_in.get("/me/strip")
    visitors = {
        "anonymous": lambda path: browser().get(path),
        "signed in": lambda path: signed_in.get(path),
        "another cookie": lambda path: browser().get(
            path, HTTP_COOKIE="sessionid=made-up; django_language=en"
        ),
        "another wish": lambda path: browser().get(path, HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9"),
    }
    for path in ("/", "/c/milk", "/en/search", f"/p/{goods.product_id}-{goods.product.slug}", "/theme.css"):
        answers = []
        for ask in visitors.values():
            renewed(mall)
            answers.append(ask(path))
        assert [answer.status_code for answer in answers] == [200] * 4
        assert len({answer.content for answer in answers}) == 1, path
        for answer in answers:
            assert not answer.cookies
            assert "Vary" not in answer


def test_a_public_page_reads_no_session(signed_in, goods):
    with CaptureQueriesContext(connection) as queries:
        assert signed_in.get("/").status_code == 200
    assert not [q for q in queries if "accounts_session" in q["sql"] or "accounts_user" in q["sql"]]


def test_control_without_the_door_the_session_is_read(signed_in, goods, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "PublicPages" not in name]
    with CaptureQueriesContext(connection) as queries:
        assert signed_in.get("/").status_code == 200
    assert [q for q in queries if "accounts_session" in q["sql"]]


def test_a_kept_page_asks_the_database_nothing(client, goods):
    first = client.get("/c/milk")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/c/milk")
    assert len(queries) == 0
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)


def test_a_price_shows_as_soon_as_its_fact_is_heard(client, goods):
    assert "¥109.10" in text(client.get("/c/milk"))
    reprice(goods, "200.00")
    assert "¥109.10" in text(client.get("/c/milk"))
    drain(goods.mall_id)
    assert "¥218.20" in text(client.get("/c/milk"))


def test_control_unheard_a_price_does_not_show(client, goods, monkeypatch):
    monkeypatch.setitem(registry._subscriptions, "product.changed", ())
    assert "¥109.10" in text(client.get("/c/milk"))
    reprice(goods, "200.00")
    drain(goods.mall_id)
    assert "¥109.10" in text(client.get("/c/milk"))


def test_another_malls_pages_stay_as_they_are(client, goods, other_mall):
    mine, theirs = generation.current(goods.mall_id), generation.current(other_mall.pk)
    assert mine != theirs
    reprice(goods, "200.00")
    drain(goods.mall_id)
    generation.forget()
    assert generation.current(other_mall.pk) == theirs
    assert generation.current(goods.mall_id) != mine


def test_two_malls_with_one_generation_would_still_not_share(client, goods, other_mall, monkeypatch):
    monkeypatch.setattr(generation, "_drawn", lambda: "the-same")
    assert "测试奶粉" in text(client.get("/search"))
    assert "测试奶粉" not in text(browser("meridian.localhost").get("/search"))


def test_what_else_is_heard(client, goods, mall):
    def changes(change) -> bool:
        before = generation.current(mall.pk)
        with in_mall(mall.pk, actor=Actor.staff()):
            change()
        drain(mall.pk)
        return generation.current(mall.pk) != before

    words = {"zh-hans": "一", "en": "one"}
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert changes(lambda: keep_article(slug="one", title=words, body=words))
    assert changes(
        lambda: keep_review(product_id=goods.product_id, name_shown="王**", stars=5, text="好", at=now)
    )
    assert not changes(lambda: None)


def test_stock_is_heard_where_pages_tell_of_it(client, mall, shopper):
    """Ten left or more: no page says how many. Under ten it does, and when an order gives them back too."""
    with in_mall(mall.pk, actor=Actor.staff()):
        goods = factories.sku(stock=12)
    before = generation.current(mall.pk)
    order = None
    for quantity, heard in ((1, False), (2, True)):
        with in_mall(mall.pk, actor=Actor.staff()):
            order = make.placed(shopper, (goods, quantity))
        drain(mall.pk)
        assert (generation.current(mall.pk) != before) is heard
    assert "仅剩 9 件" in text(client.get(f"/p/{goods.product_id}-{goods.product.slug}"))
    with in_mall(mall.pk, actor=Actor.staff()):
        expire_order(order_id=order.order_id, now=datetime(2030, 1, 1, tzinfo=UTC))
    drain(mall.pk)
    assert "仅剩" not in text(client.get(f"/p/{goods.product_id}-{goods.product.slug}"))


def test_an_emptied_cache_leads_to_no_old_page(client, goods):
    assert "¥109.10" in text(client.get("/c/milk"))
    before = generation.current(goods.mall_id)
    reprice(goods, "200.00")
    cache.clear()
    generation.forget()
    assert "¥218.20" in text(client.get("/c/milk"))
    assert generation.current(goods.mall_id) != before


def test_a_cache_that_is_away_costs_time_only(client, goods, monkeypatch):
    def away(*args, **more):
        raise ConnectionError("refused")

    for name in ("get", "get_many", "set", "add", "delete", "get_or_set", "has_key"):
        monkeypatch.setattr(type(cache._connections["default"]), name, away, raising=False)
    for _ in range(2):
        assert "¥109.10" in text(client.get("/c/milk"))


def test_the_frame_is_read_once_a_generation(client, goods, mall):
    """Categories, words and countries; the goods of a page are its own. Other shelves read them again."""

    def read(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return sum("catalog_category" in q["sql"] and "content_block" not in q["sql"] for q in queries)

    assert [read(path) for path in ("/licence", "/notice/cbec", "/c")] == [1, 0, 0]
    renewed(mall)
    assert read("/licence") == 0  # the tree stands as long as the shelves do
    with in_mall(mall.pk):
        generation.renew(shelves=True)
    assert read("/licence") == 1


def test_marks_of_campaigns_make_no_other_page(client, goods):
    plain = client.get("/c/milk?page=1&sort=price")
    with CaptureQueriesContext(connection) as queries:
        marked = client.get("/c/milk?utm_source=baidu&sort=price&page=1&gclid=1")
    assert marked.content == plain.content
    assert len(queries) == 0


class Others:
    """Another process is writing the page; it is done at the second look, or never."""

    def __init__(self, key: str, *, ends: bool) -> None:
        self.looks, self.key, self.ends = 0, key, ends
        cache.add(f"{key}:writer", 1)

    def sleep(self, seconds: float) -> None:
        self.looks += 1
        if self.ends and self.looks == 2:
            kept._keep(self.key, HttpResponse(b"theirs"), 9e9)
            cache.delete(f"{self.key}:writer")


def written(key: str) -> tuple[bytes, int]:
    written: list[int] = []

    def write() -> HttpResponse:
        written.append(1)
        return HttpResponse(b"mine")

    page = kept.taken_or_written(key, write, lambda: 9e9)
    return page.response.content, len(written)


def test_one_of_many_writes_a_page(in_harbor, monkeypatch):
    others = Others("pages:herd", ends=True)
    monkeypatch.setattr(kept.time, "sleep", others.sleep)
    assert written("pages:herd") == (b"theirs", 0)


def test_control_without_the_guard_each_writes_it(in_harbor, monkeypatch):
    Others("pages:herd", ends=True)
    monkeypatch.setattr(kept, "_awaited", lambda key: None)
    assert written("pages:herd") == (b"mine", 1)


def test_a_writer_that_died_is_not_waited_for_long(in_harbor, monkeypatch):
    others = Others("pages:herd", ends=False)
    monkeypatch.setattr(kept.time, "sleep", others.sleep)
    assert written("pages:herd") == (b"mine", 1)
    assert others.looks == 50


def test_a_page_is_kept_until_what_it_says_changes(rf):
    hour = Publicness(None, 3600)
    evening = datetime(2026, 3, 1, 15, 59, 30, tzinfo=UTC)  # 23:59:30 in Beijing
    request = rf.get("/")
    assert kept_until(request, hour, evening) - evening.timestamp() == 30
    noon = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
    assert kept_until(request, hour, noon) - noon.timestamp() == 3600
    true_until(request, datetime(2026, 3, 1, 4, 10, tzinfo=UTC))
    true_until(request, datetime(2026, 3, 1, 4, 20, tzinfo=UTC))
    true_until(request, None)
    assert kept_until(request, hour, noon) - noon.timestamp() == 600


@pytest.mark.parametrize(
    ("old", "right"),
    [
        ("/zh-hans/c/milk?page=2", "/c/milk?page=2"),
        ("/zh-cn/", "/"),
        ("/zh", "/"),
        ("/zh//evil.example/x", "/evil.example/x"),
    ],
)
def test_chinese_has_no_prefix(client, mall, old, right):
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, right)


class Server:
    """The process's door as a WSGI server calls it, and how often the framework was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.door = PagesInMemory(self._framework)
        self.handler = WSGIHandler()

    def _framework(self, environ, start_response):
        self.asked += 1
        return self.handler(environ, start_response)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        said: list = []
        environ = RequestFactory().generic(method, path, HTTP_HOST="harbor.localhost", **headers).environ
        body = b"".join(self.door(environ, lambda *answer: said.extend(answer)))
        return said[0], dict(said[1]), body


@pytest.fixture
def server(goods, monkeypatch) -> Server:
    # A server closes the database's connection after an answer; the test's own must stay.
    monkeypatch.setattr("django.core.handlers.wsgi.signals.request_started.send", lambda **more: None)
    monkeypatch.setattr(memory, "SECONDS", 600.0)  # however slow the machine
    return Server()


def test_the_second_answer_comes_from_memory(server):
    first, again = server.get("/c/milk"), server.get("/c/milk", HTTP_COOKIE="sessionid=x")
    assert first == again
    assert first[0] == "200 OK"
    assert {"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "ETag"} <= set(first[1])
    assert server.asked == 1
    status, headers, body = server.get("/c/milk", HTTP_IF_NONE_MATCH=f'"x", W/{first[1]["ETag"]}')
    assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", first[1]["ETag"])
    assert "Content-Length" not in headers
    status, headers, body = server.get("/c/milk", "HEAD")
    assert (status, body, headers) == ("200 OK", b"", first[1])
    assert server.asked == 1


def test_memory_forgets_with_the_generation(server, mall, other_mall):
    server.get("/c/milk")
    renewed(other_mall)
    server.get("/c/milk")
    assert server.asked == 1
    renewed(mall)
    server.get("/c/milk")
    assert server.asked == 2


@pytest.mark.parametrize(("drawn", "shows"), [(None, "¥218.20"), (lambda: "1", "¥109.10")])
def test_a_generation_never_comes_back(server, goods, monkeypatch, drawn, shows):
    """Drawn at random, an emptied cache leads to no old answer in memory. The control counts from one, as it were."""
    if drawn:
        monkeypatch.setattr(generation, "_drawn", drawn)
    server.get("/c/milk")
    reprice(goods, "200.00")
    cache.clear()
    generation.forget()
    assert shows in text(HttpResponse(server.get("/c/milk")[2]))


def test_memory_keeps_no_personal_or_missing_page(server):
    for path in ("/cart", "/me/strip", "/nowhere", "/c/none", "/c/milk?utm_source=x", "/p/1"):
        server.get(path)
        server.get(path)
    assert server.door.answers == {}


def test_memory_is_bounded(server, monkeypatch):
    server.door.most_bytes = 300_000
    for path in ("/", "/c", "/c/milk", "/search", "/licence", "/en/", "/en/c", "/en/c/milk", "/en/search"):
        server.get(path)
    assert 0 < server.door.bytes <= 300_000
    assert server.door.bytes == sum(len(answer.body) for answer in server.door.answers.values())


def test_other_rates_are_another_page(client, goods, monkeypatch):
    """Approved rates show at once: the table in force is a part of the key."""
    client.get("/c/milk")
    monkeypatch.setattr(middleware, "current_tables", lambda: SimpleNamespace(version="another"))
    with CaptureQueriesContext(connection) as queries:
        client.get("/c/milk")
    assert len(queries) > 0


def test_a_new_name_of_the_mall_is_another_page(client, goods, mall):
    """A process may not know a mall's new colours yet: what it writes meanwhile is kept apart."""
    client.get("/")
    mall.content_version += 1
    mall.name_zh_hans = "新港商城"
    mall.save()
    hosts.forget()
    assert "新港商城" in text(client.get("/"))
