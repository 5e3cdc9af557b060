"""What a mall says: times, places, moved addresses, markup that can do nothing, and the preview of an unsaved form."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.markup import html_of, plain_of, safe_link
from content.models import Article, Banner, Block, MovedAddress
from content.selectors import moved, said
from content.services import keep_article, keep_banner, keep_block, move_address
from journal.tasks import drain
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.operations import factories as make
from tests.operations.conftest import logged_in
from tests.storefront.conftest import browser
from tests.storefront.forms import page, text

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
WORDS = {"zh-hans": "三月新品", "en": "New in March"}


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("一\n二\n\n三", "<p>一<br>二</p>\n<p>三</p>"),
        ("## 标题\n正文", "<h2>标题</h2>\n<p>正文</p>"),
        ("- 甲\n- 乙\n1. 丙", "<ul><li>甲</li><li>乙</li></ul>\n<ol><li>丙</li></ol>"),
        (
            "**粗** [去看](/c/milk?a=1&b=2)",
            '<p><strong>粗</strong> <a href="/c/milk?a=1&amp;b=2">去看</a></p>',
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[点](javascript:alert)", "<p>点</p>"),
        ("[点](//evil.example)", "<p>点</p>"),
        ('[点](/a"onclick="x)', '<p><a href="/a&quot;onclick=&quot;x">点</a></p>'),
        ("## **<b>**", "<h2><strong>&lt;b&gt;</strong></h2>"),
        ("", ""),
    ],
)
def test_markup(written, html):
    assert html_of(written) == html


def test_markup_as_plain_words():
    assert plain_of("## 标题\n- **甲** [乙](/c/x)\n\n丙") == "标题 甲 乙 丙"
    assert [safe_link(x) for x in ("data:x", "/\\evil", " /c/milk ", "https://a.example")] == [
        "", "", "/c/milk", "https://a.example",
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_shown_when(in_harbor):
    hour = timedelta(hours=1)
    keep_block(kind="text", position=2, title=WORDS)
    for position, (start, end) in enumerate([(None, NOW + hour), (NOW + hour, None), (NOW - 2 * hour, None)]):
        keep_banner(position=position, title={"zh-hans": str(position), "en": ""}, link="/")
        Banner.objects.filter(position=position).update(starts_at=start, ends_at=end)
    words = said()
    # What was over by the real clock is not even read; NOW is in the past of it.
    assert [row.title["zh-hans"] for row in words.at(NOW).banners] == ["2"]
    Banner.objects.filter(position=0).update(ends_at=datetime(2099, 1, 1, tzinfo=UTC))
    words = said()
    assert [row.title["zh-hans"] for row in words.at(NOW).banners] == ["0", "2"]
    assert [row.title["zh-hans"] for row in words.at(NOW + hour).banners] == ["0", "1", "2"]
    assert words.next_change(NOW) == NOW + hour
    assert words.next_change(NOW + hour) == datetime(2099, 1, 1, tzinfo=UTC)
    Banner.objects.update(is_shown=False)
    assert said().at(NOW).banners == ()


@pytest.mark.django_db
def test_a_page_is_kept_no_longer_than_its_words_are_true(client, mall):
    """A banner that begins by itself shows without any fact."""
    from django.utils import timezone

    from storefront.serving import kept

    soon = timezone.now() + timedelta(seconds=90)
    with in_mall(mall.pk, actor=Actor.staff()):
        keep_banner(position=1, title=WORDS, link="/")
        Banner.objects.update(starts_at=soon)
    untils = []
    real = kept._keep
    kept._keep = lambda key, response, until: untils.append(until)
    try:
        assert "三月新品" not in text(browser().get("/"))
    finally:
        kept._keep = real
    assert untils == [soon.timestamp()]


@pytest.mark.django_db
def test_addresses_that_moved_lead_on_for_ever(mall, other_mall):
    client = browser()
    with in_mall(mall.pk, actor=Actor.staff()):
        keep_article(slug="third", title=WORDS, body=WORDS)
        move_address(kind="article", old="first", new="second")
        move_address(kind="article", old="second", new="third")
        assert (moved("article", "first"), moved("article", "second")) == ("third", "third")
    for old in ("/help/first", "/help/second", "/en/help/first"):
        response = client.get(old)
        prefix = "/en" if old.startswith("/en") else ""
        assert (response.status_code, response["Location"]) == (301, f"{prefix}/help/third")
    assert browser("meridian.localhost").get("/help/first").status_code == 404
    with in_mall(mall.pk, actor=Actor.staff()):
        move_address(kind="article", old="third", new="first")
        assert not MovedAddress.objects.filter(old="first").exists()


@pytest.mark.django_db
def test_a_category_keeps_its_old_links(mall):
    owner = logged_in(make.operator(mall, "owner"), mall)
    with in_mall(mall.pk, actor=Actor.staff()):
        category = factories.category("milk")
    form = {"slug": "milk-powder", "parent": "", "position": 0, "name_zh_hans": "奶粉", "name_en": "Milk"}
    saved = owner.post(f"/admin/catalog/category/{category.pk}/change/", form)
    assert saved.status_code == 302, text(saved)
    drain(mall.pk)
    response = browser().get("/c/milk")
    assert (response.status_code, response["Location"]) == (301, "/c/milk-powder")
    assert browser().get("/c/milk-powder").status_code == 200


@pytest.fixture
def owner(mall):
    return logged_in(make.operator(mall, "owner"), mall)


BLOCK = {"kind": "text", "position": "1", "title_zh_hans": "开业公告", "title_en": "We are open",
         "body_zh_hans": "**欢迎** <b>光临</b>", "body_en": "Welcome"}  # fmt: skip


@pytest.mark.django_db
def test_a_draft_is_seen_in_the_real_page_by_its_operator_only(owner, mall):
    for prefix, title in (("", "开业公告"), ("/en", "We are open")):
        shown = owner.post(f"{prefix}/preview/block", BLOCK)
        assert shown.status_code == 200
        assert title in text(shown)
        assert shown["Cache-Control"] == "private, no-store"
    assert page(owner.post("/preview/block", BLOCK)).xpath("//main//strong/text()") == ["欢迎"]
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Block.objects.exists()
    assert "开业公告" not in text(browser().get("/"))


@pytest.mark.django_db
def test_nobody_else_draws_previews(mall, other_mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        shopper = factories.shopper()
    other = logged_in(make.operator(other_mall, "owner"), other_mall)
    other.defaults["HTTP_HOST"] = "harbor.localhost"
    for client in (logged_in(shopper, mall), other, browser()):
        client.handler.enforce_csrf_checks = False
        assert client.post("/preview/block", BLOCK).status_code == 404
    assert browser().post("/preview/block", BLOCK).status_code == 403  # no token


@pytest.mark.django_db
def test_a_changed_row_stands_once_in_its_place(owner, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        keep_block(kind="carousel", position=0)
        keep_banner(position=5, title={"zh-hans": "旧标题", "en": "Old"}, link="/")
        kept = Banner.objects.get()
    form = {
        "title_zh_hans": "新标题",
        "title_en": "New",
        "link": "/c/milk",
        "position": "5",
        "preview_id": kept.pk,
    }
    shown = owner.post("/preview/banner", form | {"upload": picture()})
    assert "新标题" in text(shown)
    assert "旧标题" not in text(shown)
    assert (
        page(shown).xpath("//a[contains(@class,'banner')]//img/@src")[0].startswith("data:image/webp;base64,")
    )
    for broken in ({}, {"kind": "floor", "category": "'\x00", "position": "x"}, {"kind": "?"}):
        assert owner.post("/preview/block", broken).status_code == 200
    article = {"slug": "<x>", "kind": "article", "title_zh_hans": "选购指南", "body_zh_hans": "- 甲"}
    assert "选购指南" in text(owner.post("/preview/article", article))
    assert owner.post("/preview/nothing", {}).status_code == 404


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#336699").save(out, kind)
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


@pytest.mark.django_db
def test_the_desk_keeps_a_banner_with_its_picture(owner, mall, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = {
        "link": "/c/milk",
        "position": "1",
        "is_shown": "on",
        "title_zh_hans": "春季大促",
        "title_en": "Spring",
    }
    refused = owner.post(
        "/admin/content/banner/add/", form | {"link": "javascript:x", "upload": picture("GIF")}
    )
    assert refused.status_code == 200
    assert "本商城的地址" in text(refused)
    assert "JPEG" in text(refused)
    assert owner.post("/admin/content/banner/add/", form | {"upload": picture()}).status_code == 302
    with in_mall(mall.pk, actor=Actor.staff()):
        kept = Banner.objects.get()
    assert (tmp_path / f"mall-{mall.pk}" / f"{kept.picture}.webp").read_bytes()[8:12] == b"WEBP"
    drain(mall.pk)
    home = browser().get("/")
    assert "春季大促" in text(home)
    assert page(home).xpath(f"//img[@src='/media/{kept.picture}.webp']")


@pytest.mark.django_db
def test_the_desk_writes_a_floor_without_json(owner, mall):
    form = {"kind": "floor", "position": "3", "is_shown": "on", "title_zh_hans": "奶粉馆", "title_en": "Milk"}
    assert "类目" in text(owner.post("/admin/content/block/add/", form))
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Block.objects.exists()
    form |= {"category": "milk", "hot_words": "奶粉 / milk powder\n面膜"}
    assert owner.post("/admin/content/block/add/", form).status_code == 302
    words = [{"zh-hans": "奶粉", "en": "milk powder"}, {"zh-hans": "面膜", "en": "面膜"}]
    with in_mall(mall.pk, actor=Actor.staff()):
        block = Block.objects.get()
    assert block.settings == {"category": "milk", "hot_words": words}
    edit = owner.get(f"/admin/content/block/{block.pk}/change/")
    assert "奶粉 / milk powder" in edit.content.decode()
    assert 'formaction="/preview/block"' in edit.content.decode()


@pytest.mark.django_db
def test_articles_and_help_have_each_their_place(mall):
    client = browser()
    with in_mall(mall.pk, actor=Actor.staff()):
        keep_article(slug="how-to-choose", title={"zh-hans": "怎么选奶粉", "en": "How to choose"}, body=WORDS)
        Article.objects.update(kind="article", summary_zh_hans="一分钟看懂", summary_en="In a minute")
    assert "一分钟看懂" in text(client.get("/articles"))
    assert "In a minute" in text(client.get("/en/articles"))
    assert client.get("/articles/how-to-choose").status_code == 200
    assert client.get("/help/how-to-choose")["Location"] == "/articles/how-to-choose"
    assert "怎么选奶粉" not in text(client.get("/licence"))
