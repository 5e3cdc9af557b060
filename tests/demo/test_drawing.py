"""Pictures of demo goods: the right size, always the same, different where they should differ."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from typefaces import cjk

from demo.drawing import SIZES, VIEWS, WIDTHS, draw, draw_banner, fonts, pictures, store
from demo.drawing.colours import NAMED, brightness, ink_on
from demo.drawing.paint import halves, strip
from demo.drawing.shapes import SHAPES
from demo.goods import banners, product, products
from orders.papers.document import Document

SERUM = product("HB-001")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_is_a_square_webp_of_the_width_asked_for(width: int) -> None:
    image = opened(draw(SERUM, "front", width))
    assert (image.format, image.size) == ("WEBP", (width, width))


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_picture_is_drawn_again_byte_for_byte(view: str) -> None:
    first = draw(SERUM, view, 200)
    pictures.composed.cache_clear()
    pictures.cutout.cache_clear()
    assert draw(SERUM, view, 200) == first


def test_views_products_and_languages_differ() -> None:
    drawn = {draw(SERUM, view, 200) for view in VIEWS}
    drawn.add(draw(SERUM, "card", 200, "en"))
    drawn.add(draw(product("HB-002"), "front", 200))
    assert len(drawn) == len(VIEWS) + 2


def test_the_front_stands_on_white() -> None:
    image = opened(draw(SERUM, "front", 400)).convert("RGB")
    assert [image.getpixel(at) for at in ((3, 3), (396, 3), (3, 200))] == [(255, 255, 255)] * 3
    assert ImageStat.Stat(image.crop((150, 150, 250, 350))).mean[0] < 230


def test_an_unknown_view_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw(SERUM, "behind", 200)


def test_every_product_names_a_shape_and_colours_that_exist() -> None:
    for one in products():
        assert one.look.shape in SHAPES, one.code
        assert {one.look.body, one.look.accent, one.look.ground} <= set(NAMED), one.code


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_used_and_fills_its_sheet(shape: str) -> None:
    user = next(one for one in products() if one.look.shape == shape)
    image = pictures.cutout(user)
    assert image.mode == "RGBA"
    assert 120 < image.width <= 1600 and 300 < image.height <= 1300
    assert image.getchannel("A").getextrema()[1] == 255


@pytest.mark.parametrize("form", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_banners_have_their_size_and_stay_the_same(form: str, lang: str) -> None:
    banner = banners()[0]
    content = draw_banner(banner, form, lang)
    assert opened(content).size == SIZES[form]
    assert draw_banner(banner, form, lang) == content


def test_a_stored_picture_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.stored(tmp_path / "pictures", SERUM, "front", 200)
    assert path.read_bytes() == draw(SERUM, "front", 200)

    def forbidden(*_: object) -> bytes:
        raise AssertionError("drawn twice")

    monkeypatch.setattr(store, "draw", forbidden)
    assert store.stored(tmp_path / "pictures", SERUM, "front", 200) == path
    with pytest.raises(AssertionError, match="drawn twice"):
        store.stored(tmp_path / "pictures", SERUM, "front", 400)
    assert [one.suffix for one in path.parent.iterdir()] == [".webp"]


def test_a_missing_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cjk.font_path.cache_clear()
    monkeypatch.setattr(cjk, "find_spec", lambda _: None)
    monkeypatch.setattr(cjk, "DEBIAN", tmp_path / "absent.ttc")
    with pytest.raises(cjk.FontMissingError, match="fonts-noto-cjk"):
        cjk.font_path()
    with pytest.raises(cjk.FontMissingError, match="fonts-noto-cjk"):
        Document()
    monkeypatch.undo()
    assert cjk.font_path().name == "NotoSansCJK-Regular.ttc"


def test_the_font_writes_simplified_chinese() -> None:
    assert fonts.font(40).getname() == ("Noto Sans CJK SC", "Regular")
    assert fonts.font(40).getmask("鱼").getbbox() != fonts.font(40).getmask("\U0010fffe").getbbox()


def test_profiles_go_from_edge_to_edge() -> None:
    rows = halves([(0, 10, "l"), (10, 20, "l"), (20, 20, "l")])
    assert rows[0] == (0, 10.0)
    assert rows[-1] == (20, 20)
    assert dict(rows)[6] == 16.0


def test_light_is_white_where_it_shines_and_dark_at_the_edge() -> None:
    gloss = strip("gloss")
    assert gloss.convert("RGB").getpixel((0, 0)) == (14, 12, 22)
    assert gloss.convert("RGB").getpixel((94, 0)) == (255, 255, 255)


def test_letters_can_be_read_on_their_ground() -> None:
    for ground in NAMED.values():
        for tint in NAMED.values():
            assert abs(brightness(ink_on(ground, tint)) - brightness(ground)) > 60
