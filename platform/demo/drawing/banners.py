"""Home-page banners: a mall's colour, three of its goods on a stage, a headline and a button."""

from PIL import Image, ImageDraw

from demo.drawing.colours import PAPER, Rgb, darker, lighter, mix
from demo.drawing.paint import blurred, disc, gradient, turned
from demo.drawing.pictures import cutout, encoded
from demo.drawing.scenes import say
from demo.drawing.staging import fitted, glow, over, stand, tinted
from demo.drawing.words import fitting, lines, width, write
from demo.goods.reading import product
from demo.goods.texts import malls
from demo.goods.types import Banner

SIZES = {"wide": (1600, 600), "phone": (750, 420)}


def colour(code: str) -> Rgb:
    """#RRGGBB to three numbers."""
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))


def draw_banner(banner: Banner, form: str, lang: str = "zh") -> bytes:
    """WebP bytes. `form`: wide (1600 x 600) or phone (750 x 420). Raises KeyError for another form."""
    size = SIZES[form]
    mall = next(one for one in malls() if one.code == banner.mall)
    main, accent = colour(mall.colour), colour(mall.accent)
    scale = 1.5 if form == "phone" else 1.25
    wide, high = round(size[0] * scale), round(size[1] * scale)
    ground = gradient((wide, high), mix(main, (255, 255, 255), 0.16), darker(main, 0.12))
    _backdrop(ground, main, accent)
    _stage(ground, banner, main)
    _words(ground, banner, accent, lang, form)
    return encoded(ground.convert("RGB").resize(size, Image.Resampling.LANCZOS))


def _backdrop(ground: Image.Image, main: Rgb, accent: Rgb) -> None:
    """A large soft moon behind the goods, rings, and slanting light."""
    wide, high = ground.size
    x, y, r = round(wide * 0.71), round(high * 0.52), round(high * 0.5)
    moon = Image.new("L", ground.size, 0)
    ImageDraw.Draw(moon).ellipse((x - r, y - r, x + r, y + r), fill=255)
    over(ground, tinted(lighter(main, 0.5), blurred(moon, 40), 0.35), (0, 0))
    over(ground, tinted(lighter(main, 0.62), moon, 0.5), (0, 0))
    layer = Image.new("RGBA", ground.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for i in range(1, 5):
        q = r + i * round(high * 0.11)
        pen.ellipse((x - q, y - q, x + q, y + q), outline=(255, 255, 255, 44 - i * 8), width=3)
    ground.alpha_composite(layer)
    beam = Image.new("L", ground.size, 0)
    pen = ImageDraw.Draw(beam)
    for i in range(3):
        left = wide * (0.1 + i * 0.2)
        pen.polygon(
            [(left, 0), (left + wide * 0.09, 0), (left - wide * 0.06, high), (left - wide * 0.15, high)],
            fill=255,
        )
    over(ground, tinted((255, 255, 255), blurred(beam, 30), 0.07), (0, 0))
    glow(ground, (round(wide * 0.44), round(high * 0.9), wide, round(high * 1.1)), darker(main, 0.6), 0.4, 40)


def _stage(ground: Image.Image, banner: Banner, main: Rgb) -> None:
    """Three round steps of different heights; the first product stands in the middle and in front."""
    wide, high = ground.size
    stone = lighter(main, 0.72)
    places = ((0.855, 0.84, 0.115, 2, 0.5), (0.565, 0.8, 0.115, 1, 0.54), (0.71, 0.9, 0.15, 0, 0.72))
    for x, floor, half, which, tall in places:
        middle, top = round(wide * x), round(high * floor)
        radius = min(wide * half * 0.72, high * 0.3)
        column = [(top, radius, "l"), (round(high * 1.06), radius, "l")]
        turned(ground, column, stone, light="paper", tilt=0.14, middle=middle)
        disc(ground, top, radius, lighter(stone, 0.3), tilt=0.14, middle=middle)
        sprite = fitted(cutout(product(banner.products[which])), radius * 1.7, high * tall, 1)
        stand(ground, sprite, middle, top + round(radius * 0.05), mirror=0.05, dark=darker(main, 0.75))


def _balanced(text: str, size: int, room: float) -> tuple[int, list[str]]:
    """At most two lines, the second not a lonely end: the size falls, the room narrows."""
    if not text.isascii() and fitting(text, size, room) > size * 0.72:
        return fitting(text, size, room), [text]  # better smaller than broken inside a Chinese word
    while size > 12:
        broken = lines(text, size, room)
        if len(broken) == 1:
            return size, broken
        narrow = next(
            (
                tried
                for share in (0.62, 0.7, 0.8, 0.9, 1)
                if len(tried := lines(text, size, room * share)) == 2 and len(tried[1]) * 2 > len(tried[0])
            ),
            None,
        )
        if narrow and width(narrow[0], size) <= room:
            return size, narrow
        size -= 3
    return size, [text]


def _words(ground: Image.Image, banner: Banner, accent: Rgb, lang: str, form: str) -> None:
    wide, high = ground.size
    left, room = wide * 0.06, wide * (0.4 if form == "wide" else 0.41)
    big, broken = _balanced(say(banner.title, lang), round(high * (0.135 if form == "wide" else 0.125)), room)
    y = high * (0.34 if len(broken) == 1 else 0.24)
    for line in broken:
        write(ground, (left, y), line, size=big, ink=PAPER, room=room, anchor="l", bold=0.024)
        y += big * 1.22
    small = round(high * 0.062)
    for line in lines(say(banner.line, lang), small, room)[:3]:
        write(ground, (left, y), line, size=small, ink=(238, 240, 240), room=room, anchor="l")
        y += small * 1.45
    text = say(banner.button, lang)
    size = round(high * 0.06)
    pad = write(Image.new("RGBA", (8, 8)), (0, 0), text, size=size, ink=PAPER)
    long = len(text) * size * (0.55 if text.isascii() else 1) + pad * 2.4
    y += small * 0.9
    pen = ImageDraw.Draw(ground)
    pen.rounded_rectangle((left, y - size, left + long, y + size), size, fill=(*darker(accent, 0.2), 255))
    write(ground, (left + long / 2, y), text, size=size, ink=(255, 255, 255), bold=0.02)
