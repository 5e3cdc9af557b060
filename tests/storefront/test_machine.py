"""What browsers and robots ask for, the files of a mall, and the pages of errors."""

from __future__ import annotations

import io
import re

import pytest
from lxml import etree
from PIL import Image

from storefront.views import sitemaps
from tenancy.colours import contrast, theme_of
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import browser
from tests.storefront.forms import text


@pytest.fixture
def pictures(settings, tmp_path, mall, other_mall):
    settings.MEDIA_ROOT = tmp_path
    for owner in (mall, other_mall):
        for name in ("products/tin-400.webp", "evidence/id.png", "products/notes.txt"):
            file = tmp_path / f"mall-{owner.pk}" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(owner.code.encode())
    return tmp_path


def test_a_mall_shows_its_own_pictures_only(client, mall, other_mall, pictures):
    picture = client.get("/media/products/tin-400.webp")
    assert (picture.status_code, picture.getvalue()) == (200, b"harbor")
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture["Content-Type"] == "image/webp"
    assert (
        client.get(
            "/media/products/tin-400.webp", HTTP_IF_MODIFIED_SINCE=picture["Last-Modified"]
        ).status_code
        == 304
    )
    assert browser("meridian.localhost").get("/media/products/tin-400.webp").getvalue() == b"meridian"
    assert client.get(f"/media/mall-{mall.pk}/products/tin-400.webp").getvalue() == b"harbor"
    for path in (
        f"mall-{other_mall.pk}/products/tin-400.webp", f"../mall-{other_mall.pk}/products/tin-400.webp",
        f"products/../../mall-{other_mall.pk}/products/tin-400.webp", "evidence/id.png", "products/notes.txt",
        "products/none-400.webp", "products/%00.webp", "/etc/passwd",
    ):  # fmt: skip
        assert client.get(f"/media/{path}").status_code == 404, path


def test_the_mall_in_its_colours(client, mall):
    response = client.get("/theme.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "--brand:#0B6E6E" in response.content.decode()


@pytest.mark.parametrize("brand", ["#FFB703", "#FFFFFF", "#000000", "#07C160", "red", "", "#12345"])
def test_any_brand_colour_can_be_read(brand):
    """Text in the brand's colour on white, and text on the brand: 4.5:1 at least."""
    colours = {k: tuple(int(v[i : i + 2], 16) for i in (1, 3, 5)) for k, v in theme_of(brand).items()}
    assert contrast(colours["brand"], (255, 255, 255)) >= 4.5
    assert contrast(colours["on_brand"], colours["brand"]) >= 4.5


def test_robots(client, mall):
    """What is personal is nobody's business; pictures (/media/) are not caught by the account's address (/me)."""
    said = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://harbor.localhost:8000/sitemap.xml" in said
    assert {"Disallow: /cart", "Disallow: /en/checkout", "Disallow: /me$", "Disallow: /en/me/"} <= set(said)
    assert "Disallow: /me" not in said


NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HERE = "http://harbor.localhost:8000"


def sitemap(client, path: str) -> etree._Element:
    response = client.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def test_sitemaps_name_each_page_with_its_twin(client, goods):
    path = f"/p/{goods.product_id}-{goods.product.slug}"
    found = sitemap(client, "/sitemap-goods-1.xml")
    assert found.xpath("//s:loc/text()", namespaces=NAMES) == [f"{HERE}{path}", f"{HERE}/en{path}"]
    for entry in found:
        twins = {a.get("hreflang"): a.get("href") for a in entry.xpath("x:link", namespaces=NAMES)}
        assert twins == {
            "zh-Hans": f"{HERE}{path}",
            "en": f"{HERE}/en{path}",
            "x-default": f"{HERE}{path}",
        }
    pages = sitemap(client, "/sitemap-pages.xml").xpath("//s:loc/text()", namespaces=NAMES)
    assert {f"{HERE}/", f"{HERE}/en/", f"{HERE}/c/milk", f"{HERE}/en/c/milk", f"{HERE}/country/nl"} <= set(
        pages
    )
    for address in pages:
        assert client.get(address.removeprefix(HERE)).status_code == 200, address


def test_a_large_mall_has_several_sitemaps(client, mall, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    with in_mall(mall.pk, actor=Actor.staff()):
        made = [factories.sku().product_id for _ in range(3)]
    index = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NAMES)
    assert index == [f"{HERE}/sitemap-{name}.xml" for name in ("pages", "goods-1", "goods-2")]
    second = sitemap(client, "/sitemap-goods-2.xml").xpath("//s:loc/text()", namespaces=NAMES)
    assert [f"/p/{made[2]}-" in address for address in second] == [True, True]
    for number in (0, 3):
        assert client.get(f"/sitemap-goods-{number}.xml").status_code == 404


def test_the_installable_app(client, mall):
    chinese, english = (
        client.get("/manifest.webmanifest").json(),
        client.get("/en/manifest.webmanifest").json(),
    )
    assert chinese["name"] == "harbor 商城"
    assert (english["name"], english["start_url"], english["lang"]) == ("harbor mall", "/en/", "en")
    assert english["theme_color"] == "#0B6E6E"
    drawn = {}
    for icon in english["icons"][:-1]:
        response = client.get(icon["src"])
        assert response["Content-Type"] == "image/png"
        picture = Image.open(io.BytesIO(response.content)).convert("RGBA")
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        drawn[icon["purpose"], picture.width] = picture
    assert set(drawn) == {("any", 192), ("any", 512), ("maskable", 512)}
    # Phones cut a maskable icon: it has its ground in the very corner, the others are round there.
    assert drawn["maskable", 512].getpixel((0, 0)) == (0x0B, 0x6E, 0x6E, 255)
    assert drawn["any", 512].getpixel((0, 0))[3] == 0
    assert client.get("/icon-999.png").status_code == 404


def test_the_worker_keeps_nothing_personal(client, mall):
    """What it may keep is a list of its own; each of it is a public answer, the same for everybody."""
    response = client.get("/worker.js")
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/javascript; charset=utf-8",
        "no-cache",
    )
    code = response.content.decode()
    assert re.match(r'const VERSION = "[0-9a-f]{12}";\n', code)
    assert ".put(" not in code
    kept = re.findall(r'"(/[^"]+)"', code.partition("self.addEventListener")[0])
    assert {"/offline", "/en/offline", "/theme.css"} <= set(kept)
    for path in kept:
        if not path.startswith("/static/"):
            assert client.get(path)["Cache-Control"].startswith("public"), path
    assert "当前没有网络" in text(client.get("/offline"))
    assert "offline" in text(client.get("/en/offline"))


def test_the_strip_of_a_guest(client, mall):
    response = client.get("/me/strip")
    answer = response.json()
    assert (answer["authenticated"], answer["name"], answer["cart_count"]) == (False, "", 0)
    assert len(answer["csrf_token"]) == 64
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("path", "said"), [("/nowhere", "页面不存在"), ("/en/nowhere", "not here"), ("/p/1-x", "页面不存在")]
)
def test_what_is_not_there(client, mall, path, said):
    response = client.get(path)
    assert response.status_code == 404
    assert said in text(response)


def test_a_fault_of_ours_is_said_plainly(client, mall, monkeypatch):
    from storefront.views import home

    def broken(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "home_page", broken)
    client.raise_request_exception = False
    for path, said in (("/", "系统开小差了"), ("/en/", "our side")):
        response = client.get(path)
        assert response.status_code == 500
        assert said in text(response)
        assert "secret detail" not in response.content.decode()


def test_nobody_lives_at_another_host(client, mall):
    assert client.get("/", HTTP_HOST="nobody.localhost").status_code == 404
