"""Public pages: both languages, the same bytes for everyone, few statements at any size."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenancy import hosts
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import browser
from tests.storefront.forms import page, text
from tests.storefront.goods import article, review

pytestmark = pytest.mark.django_db

PATHS = (
    "/", "/c", "/c/milk", "/search", "/search?q=测试", "/search?q=nothing-like-it", "/channel/bonded",
    "/channel/direct", "/channel/new", "/country/nl", "/shop/acme", "/notice/cbec", "/licence", "/offline",
    "/history",
    "/help/shipping",
)  # fmt: skip


@pytest.fixture
def dressed(mall, goods):
    """The mall with something on every kind of page."""
    with in_mall(mall.pk, actor=Actor.staff()):
        article("shipping")
        review(goods, 5, "很好 <script>alert(1)</script> 😀")
    return goods


def paths(sku) -> tuple[str, ...]:
    return (*PATHS, f"/p/{sku.product_id}-{sku.product.slug}")


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-Hans"), ("/en", "en")])
def test_every_page_in_its_language(client, dressed, prefix, lang):
    for path in paths(dressed):
        response = client.get(f"{prefix}{path}" if path != "/" else f"{prefix}/")
        assert response.status_code == 200, path
        assert page(response).get("lang") == lang
        assert "{{" not in response.content.decode()
        assert response["Content-Language"] == ("en" if prefix else "zh-hans")


def test_no_word_is_left_in_english_on_a_chinese_page(client, dressed):
    for path in paths(dressed):
        words = text(client.get(path))
        for english in (
            "Cart",
            "Search",
            "Sign in",
            "Goods",
            "Home",
            "Buyer",
            "Tax incl",
            "Freight",
            "Sold out",
        ):
            assert english not in words, (path, english)


def test_the_same_bytes_for_everyone(client, signed_in, dressed):
    """A shopper with a cart and a session gets what a stranger gets, and no cookie comes or counts."""
    signed_in.get("/me/strip")
    stranger = browser()
    for path in paths(dressed):
        mine, theirs = signed_in.get(path), stranger.get(path)
        assert mine.content == theirs.content, path
        assert theirs["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
        assert theirs["ETag"] == mine["ETag"]
        assert not theirs.cookies
        assert not mine.cookies
        for response in (mine, theirs):
            assert "cookie" not in response.get("Vary", "").lower()
            assert b"csrfmiddlewaretoken" not in response.content


def test_a_kept_page_is_not_sent_again(client, dressed):
    first = client.get("/")
    again = client.get("/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/", HTTP_IF_NONE_MATCH='"another"').status_code == 200


def test_public_pages_are_only_read(client, dressed):
    assert client.post("/").status_code in (403, 405)


@pytest.mark.parametrize("count", [3, 30])
def test_statements_of_cold_pages(client, mall, count):
    """At most six, the mall's host counted in, whatever the number of goods. A search that finds nothing asks twice
    more: what was meant, and whether any of the words is there."""
    with in_mall(mall.pk, actor=Actor.staff()):
        skus = [factories.sku() for _ in range(count)]
        article("shipping")
    client.get("/")  # the process is warm, the page is not
    counted = {}
    for path in paths(skus[0]):
        hosts.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        counted[path] = len(queries)
        print(path, [q["sql"][:150] for q in queries]) if path == "/licence" else None
    assert counted.pop("/search?q=nothing-like-it") <= 8
    assert max(counted.values()) <= 6, counted


def test_price_on_the_card_is_the_price_with_tax(client, dressed):
    """100.00 x 9.1 % VAT of milk powder under the cross-border rule: 109.10 on card, page and sheet."""
    assert "¥109.10" in text(client.get("/c/milk"))
    product = client.get(f"/p/{dressed.product_id}-{dressed.product.slug}")
    rows = [row.text_content() for row in page(product).xpath("//table[@class='tax']//td")]
    assert rows == ["¥100.00", "¥9.10", "¥109.10"]


def test_the_sheet_of_another_quantity(client, dressed):
    sheet = client.get(f"/p/{dressed.product_id}/quote?sku={dressed.pk}&quantity=3")
    assert [td.text_content() for td in page(sheet).xpath("//td")] == ["¥300.00", "¥27.30", "¥327.30"]
    assert client.get(f"/p/{dressed.product_id}/quote?sku={dressed.pk}&quantity=0").status_code == 422
    assert client.get(f"/p/{dressed.product_id}/quote?sku={dressed.pk}&quantity=1000000").status_code == 422
    assert client.get(f"/p/{dressed.product_id}/quote?sku=77777777&quantity=1").status_code == 404


def test_a_wrong_slug_leads_to_the_right_one_for_ever(client, dressed):
    right = f"/p/{dressed.product_id}-{dressed.product.slug}"
    for wrong in (f"/p/{dressed.product_id}-old-name", f"/p/{dressed.product_id}"):
        response = client.get(f"{wrong}?from=mail")
        assert (response.status_code, response["Location"]) == (301, f"{right}?from=mail")
    assert client.get(f"/en{right}").status_code == 200


def test_what_a_review_says_is_text(client, dressed):
    body = client.get(f"/p/{dressed.product_id}-{dressed.product.slug}").content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in body


def test_another_malls_goods_are_not_here(client, dressed, other_mall):
    stranger = browser("meridian.localhost")
    for path in (
        f"/p/{dressed.product_id}-{dressed.product.slug}",
        "/c/milk",
        "/shop/acme",
        "/help/shipping",
    ):
        response = stranger.get(path)
        assert response.status_code == 404
        assert "测试奶粉" not in response.content.decode()
    assert "测试奶粉" not in stranger.get("/").content.decode()
    assert "测试奶粉" not in stranger.get("/search?q=测试").content.decode()


def test_nothing_typed_into_an_address_breaks_a_list(client, dressed):
    for query in (
        "page=-1", "page=99999999999999999999", "page=x", "price_min=abc&price_max=-3", "price_min=NaN",
        "price_min=9&price_max=1", "sort=;drop", "brand=%00", "q=%00%27%22%3Cscript%3E", "brand=" + "x" * 5000,
        "q=" + "长" * 400, "mode=bonded_1210&mode=bonded_1210&origin=ZZ", "price_max=1e400", "page=%D9%A3",
    ):  # fmt: skip
        response = client.get(f"/search?{query}")
        assert response.status_code == 200, query
        assert b"<script>" not in response.content.replace(b'<script type="', b"")


def test_facets_count_what_they_leave(client, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        factories.sku()
        factories.sku(mode="general", warehouse_code="ningbo")
        factories.sku(mode="general", warehouse_code="ningbo")
    all_of_it = client.get("/search")
    links = {a.text_content(): a.get("href") for a in page(all_of_it).xpath("//*[@id='facets']//a")}
    assert links["一般贸易 2"] == "/search?mode=general"
    assert links["保税 1"] == "/search?mode=bonded_1210"
    narrowed = client.get("/search?mode=general")
    assert page(narrowed).xpath("count(//ul[@class='grid']/li)") == 2
    assert "/search?mode=general&mode=bonded_1210" in [a.get("href") for a in page(narrowed).xpath("//a")]


def test_pages_of_a_long_list(client, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        for _ in range(25):
            factories.sku()
    assert page(client.get("/c/milk")).xpath("count(//ul[@class='grid']/li)") == 24
    second = client.get("/c/milk?page=2&sort=price")
    assert page(second).xpath("count(//ul[@class='grid']/li)") == 1
    assert page(second).xpath("//nav[@class='pages']//a[@rel='prev']/@href") == ["/c/milk?sort=price"]
    assert page(client.get("/c/milk?page=9")).xpath("count(//ul[@class='grid']/li)") == 1


def test_switching_the_language_keeps_the_page(client, dressed):
    response = client.get("/search?mode=bonded_1210&page=1")
    assert page(response).xpath("//a[@class='lang']/@href") == ["/en/search?mode=bonded_1210&page=1"]
    back = client.get("/en/search?mode=bonded_1210&page=1")
    assert page(back).xpath("//a[@class='lang']/@href") == ["/search?mode=bonded_1210&page=1"]


def told(tree) -> dict:
    """What a page tells search engines, by type."""
    blocks = [json.loads(one) for one in tree.xpath("//script[@type='application/ld+json']/text()")]
    return {block["@type"]: block for block in blocks}


def test_search_engines_are_told_of_both_languages(client, dressed):
    path = f"/p/{dressed.product_id}-{dressed.product.slug}"
    here = "http://harbor.localhost:8000"
    for prefix, locale in (("", "zh_CN"), ("/en", "en_US")):
        tree = page(client.get(f"{prefix}{path}"))
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{here}{prefix}{path}"]
        twins = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
        assert twins == {
            "zh-Hans": f"{here}{path}",
            "en": f"{here}/en{path}",
            "x-default": f"{here}{path}",
        }
        assert tree.xpath("//meta[@property='og:locale']/@content") == [locale]
        assert tree.xpath("//meta[@property='og:url']/@content") == [f"{here}{prefix}{path}"]


def test_search_engines_are_told_what_the_page_shows(client, dressed):
    path = f"/p/{dressed.product_id}-{dressed.product.slug}"
    found = told(page(client.get(path)))
    offer = found["Product"]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("109.10", "CNY")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["seller"]["name"] == "harbor 商城"
    assert found["Product"]["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 5.0, "reviewCount": 1,
    }  # fmt: skip
    assert found["Product"]["review"][0]["reviewBody"] == "很好 <script>alert(1)</script> 😀"
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps][1:] == [
        "http://harbor.localhost:8000/c/milk", f"http://harbor.localhost:8000{path}",
    ]  # fmt: skip
    home = told(page(client.get("/en/")))
    assert (home["Organization"]["name"], home["Organization"]["legalName"]) == (
        "harbor mall", "海港跨境电商有限公司",
    )  # fmt: skip
    assert home["WebSite"]["potentialAction"]["target"]["urlTemplate"].endswith(
        "/en/search?q={search_term_string}"
    )


def test_narrowed_and_sorted_lists_name_the_whole_one(client, dressed):
    """Facets and orders are the same goods again; a second page is not; a search is nobody's landing page."""
    here = "http://harbor.localhost:8000"
    for query, canonical in (
        ("?mode=bonded_1210&sort=price", "/c/milk"),
        ("?price_min=1", "/c/milk"),
        ("?page=2&sort=new", "/c/milk?page=2"),
    ):  # fmt: skip
        tree = page(client.get(f"/c/milk{query}"))
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{here}{canonical}"], query
    assert page(client.get("/search?q=x")).xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page(client.get("/search")).xpath("//meta[@name='robots']") == []


def test_cards_of_what_a_browser_remembers(client, dressed, other_mall):
    """In the order asked for, each once; what is gone, not a number or another mall's is left out."""
    with in_mall(dressed.mall_id, actor=Actor.staff()):
        second = factories.sku()
    asked = f"{second.product_id},{dressed.product_id},{second.product_id},99999999,x,-1,{'9' * 40}"
    links = page(client.get(f"/history/cards?ids={asked}")).xpath("//h2/a/@href")
    assert [link.split("-")[0] for link in links] == [f"/p/{second.product_id}", f"/p/{dressed.product_id}"]
    assert not page(browser("meridian.localhost").get(f"/history/cards?ids={asked}")).xpath("//h2")


def test_what_is_not_there_is_said_inside_the_mall(client, dressed):
    missing = client.get("/en/nothing-here")
    assert missing.status_code == 404
    assert missing["Cache-Control"] == "no-store"
    assert "This page is not here" in text(missing)
    assert "/en/c/milk" in page(missing).xpath("//main//a/@href")
    assert browser("nobody.localhost").get("/nothing-here").status_code == 404


def test_the_search_box_is_told_words_and_goods(client, dressed):
    from urllib.parse import quote

    told = client.get("/suggest?q=nf").json()["suggestions"]
    assert {"text": "奶粉", "url": ""} in told
    title = dressed.product.title_zh_hans
    goods = client.get("/suggest?q=" + quote(title)).json()["suggestions"]
    assert {"text": title, "url": f"/p/{dressed.product_id}-{dressed.product.slug}"} in goods
    assert client.get("/suggest").json() == {"suggestions": []}
    in_english = client.get("/en/suggest?q=testa").json()["suggestions"]
    assert in_english[0] == {"text": "Testa", "url": ""}


def test_a_mistyped_word_is_read_as_it_was_meant_and_that_is_said(client, dressed):
    found = client.get("/search?q=Tessta").content.decode()
    assert "testa" in found and "未找到相关商品" in found
    assert "未找到相关商品" not in client.get("/search?q=Testa").content.decode()


def test_the_sheet_of_more_than_one_order_may_hold_says_so(client, dressed):
    """60 x 100.00 yuan: a plain answer, no error for the browser to complain of."""
    sheet = client.get(f"/p/{dressed.product_id}/quote?sku={dressed.pk}&quantity=60")
    assert sheet.status_code == 200
    assert not page(sheet).xpath("//td")
    assert "notice-warning" in sheet.content.decode()
