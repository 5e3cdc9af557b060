"""The pictures of a product: front, scene, detail, card. Each makes 1600 x 1600 RGBA from the cut-out."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageOps

from demo.drawing.art import emblem
from demo.drawing.colours import INK, NAMED, Rgb, darker, lighter, mix
from demo.drawing.paint import SIDE, blurred, disc, gradient, oval_mask, swell, turned
from demo.drawing.staging import fitted, glow, over, stand, tinted
from demo.drawing.words import lines, write
from demo.goods.types import Product, Text

WHITE: Rgb = (255, 255, 255)


def say(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.zh


def front(product: Product, sprite: Image.Image, lang: str) -> Image.Image:
    """White ground, soft floor, the whole thing."""
    ground = Image.new("RGBA", (SIDE, SIDE), (*WHITE, 255))
    ground.alpha_composite(gradient((SIDE, 300), WHITE, (246, 246, 247)), (0, SIDE - 300))
    whole = fitted(sprite, 1300, 1270)
    stand(ground, whole, SIDE // 2, 821 + whole.height // 2)
    return ground


def scene(product: Product, sprite: Image.Image, lang: str) -> Image.Image:
    """A coloured room: a wall with an arch or a disc, a round podium, side light, a few spheres."""
    tone = mix(NAMED[product.look.ground], NAMED[product.look.body], 0.1)
    ground = gradient((SIDE, SIDE), lighter(tone, 0.42), lighter(tone, 0.1))
    seed = int(product.code[3:])
    (_arch, _halo, _steps)[seed % 3](ground, tone)
    ground.alpha_composite(gradient((SIDE, 360), lighter(tone, 0.36), mix(tone, WHITE, 0.08)), (0, 1240))
    glow(ground, (-200, 1225, 1800, 1262), darker(tone, 0.3), 0.25, 14)
    (_window, _leaves)[seed % 2](ground, tone)
    side = -1 if seed % 4 < 2 else 1
    _ball(ground, 800 + side * 590, 1384, 92, mix(tone, WHITE, 0.1))
    _ball(ground, 800 - side * 620, 1320, 56, mix(NAMED[product.look.accent], tone, 0.3))
    glow(ground, (240, 1390, 1400, 1560), darker(tone, 0.7), 0.3, 34)
    stone = lighter(tone, 0.52)
    turned(ground, [(1310, 510, "l"), (1470, 510, "l")], stone, light="paper", tilt=0.15, fade=0.08)
    disc(ground, 1310, 510, lighter(stone, 0.2), tilt=0.15)
    stand(
        ground, fitted(sprite, 980, 1020, 1.3), 800, 1330, mirror=0.05, dark=darker(tone, 0.8), strength=1.1
    )
    _headline(ground, product, lang, tone)
    return ground


def _arch(ground: Image.Image, tone: Rgb) -> None:
    mask = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(mask)
    pen.pieslice((330, 250, 1270, 1190), 180, 360, fill=255)
    pen.rectangle((330, 718, 1270, 1250), fill=255)
    _recess(ground, mask, tone)


def _halo(ground: Image.Image, tone: Rgb) -> None:
    mask = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(mask).ellipse((290, 240, 1310, 1260), fill=255)
    _recess(ground, mask, tone)


def _steps(ground: Image.Image, tone: Rgb) -> None:
    """Three upright slabs behind the podium."""
    for box, share in (
        ((180, 560, 560, 1300), 0.2),
        ((1040, 480, 1430, 1300), 0.26),
        ((430, 300, 1150, 1300), 0.34),
    ):
        mask = Image.new("L", (SIDE, SIDE), 0)
        ImageDraw.Draw(mask).rounded_rectangle(box, 40, fill=255)
        over(ground, tinted(darker(tone, 0.6), blurred(mask, 30), 0.16), (14, 16))
        ground.alpha_composite(tinted(lighter(tone, share), mask))


def _recess(ground: Image.Image, mask: Image.Image, tone: Rgb) -> None:
    """A niche in the wall: darker above, a shadow along its edge."""
    over(ground, tinted(darker(tone, 0.5), blurred(mask, 26), 0.2), (18, 14))
    face = gradient((SIDE, SIDE), darker(tone, 0.06), mix(tone, WHITE, 0.3))
    face.putalpha(mask)
    ground.alpha_composite(face)


def _leaves(ground: Image.Image, tone: Rgb) -> None:
    """The shadow of a palm frond hanging in from the upper right."""
    mask = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(mask)
    stem = math.radians(146)
    pen.line([(1660, -80), (1660 + 900 * math.cos(stem), -80 + 900 * math.sin(stem))], fill=255, width=16)
    for i in range(12):
        x, y = 1660 + (80 + i * 70) * math.cos(stem), -80 + (80 + i * 70) * math.sin(stem)
        for lean in (-0.75, 0.75):
            long, angle = 440 - i * 22, stem + lean * (1 - i * 0.035)
            pen.polygon(_leaflet(x, y, long, angle), fill=255)
    over(ground, tinted(darker(tone, 0.75), blurred(mask, 14), 0.13), (0, 0))


def _leaflet(x: float, y: float, long: float, angle: float) -> list[tuple[float, float]]:
    edge = [(t / 8, math.sin(t / 8 * math.pi) * 0.055) for t in range(9)]
    edge += [(t, -bulge) for t, bulge in reversed(edge)]
    c, s = math.cos(angle) * long, math.sin(angle) * long
    return [(x + t * c - bulge * s, y + t * s + bulge * c) for t, bulge in edge]


def _window(ground: Image.Image, tone: Rgb) -> None:
    """Slanting light as through blinds."""
    mask = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(mask)
    for i in range(4):
        x = -380 + i * 250
        pen.polygon([(x, 0), (x + 150, 0), (x + 950, 1400), (x + 800, 1400)], fill=255)
    over(ground, tinted(lighter(tone, 0.9), blurred(mask, 30), 0.16), (0, 0))


def _ball(ground: Image.Image, x: int, y: int, r: int, colour: Rgb) -> None:
    glow(ground, (x - r + 10, y + r - 18, x + r + 50, y + r + 22), darker(colour, 0.8), 0.4, 16)
    swell(ground, oval_mask((x - r, y - r, x + r, y + r)), colour, radius=r * 0.4, depth=0.34, shine=0.5)


def _headline(ground: Image.Image, product: Product, lang: str, tone: Rgb) -> None:
    ink = darker(tone, 0.72)
    size = write(
        ground, (800, 118), say(product.name, lang), size=76, ink=ink, room=1360, bold=0.018, tracking=3
    )
    line = "  ·  ".join(say(point, lang) for point in product.points)
    write(ground, (800, 118 + size * 1.15), line, size=40, ink=mix(ink, tone, 0.2), room=1300)


def detail(product: Product, sprite: Image.Image, lang: str) -> Image.Image:
    """Close up on the right, three points as chips on the left."""
    tone = NAMED[product.look.ground]
    ground = gradient((SIDE, SIDE), lighter(tone, 0.82), lighter(tone, 0.5))
    glow(ground, (620, 260, 1720, 1360), WHITE, 0.75, 120)
    near = fitted(sprite, 1250, 2100, 1.75)
    left = max(640, 1150 - near.width // 2)
    top = 240 if near.height > 1200 else round(880 - near.height / 2)
    shadow = near.getchannel("A")
    over(
        ground,
        tinted(darker(tone, 0.75), blurred(ImageOps.expand(shadow, 90), 40), 0.28),
        (left - 44, top - 62),
    )
    over(ground, near, (left, top))
    veil = Image.linear_gradient("L").rotate(-90).resize((560, SIDE))
    face = gradient((560, SIDE), lighter(tone, 0.82), lighter(tone, 0.5))
    face.putalpha(veil)
    over(ground, face, (420, 0))
    over(ground, gradient((420, SIDE), lighter(tone, 0.82), lighter(tone, 0.5)), (0, 0))
    _points(ground, product, lang, tone)
    return ground


def _points(ground: Image.Image, product: Product, lang: str, tone: Rgb) -> None:
    ink, mark = darker(tone, 0.78), darker(tone, 0.45)
    write(
        ground, (96, 190), product.brand.name.en.upper(), size=44, ink=mark, room=560, tracking=8, anchor="l"
    )
    y = 280
    for line in lines(say(product.name, lang), 78, 620)[:3]:
        write(ground, (96, y), line, size=78, ink=ink, room=640, anchor="l", bold=0.018)
        y += 96
    ImageDraw.Draw(ground).rectangle((98, y + 4, 190, y + 14), fill=mark)
    for i, point in enumerate(product.points[:3]):
        middle = max(y + 190, 640) + i * 260
        swell(
            ground,
            oval_mask((96, middle - 66, 228, middle + 66)),
            lighter(tone, 0.3),
            radius=16,
            depth=0.2,
            shine=0.5,
        )
        emblem(ground, (162, middle), 36, ink, len(product.brand.code) + i * 3)
        for j, line in enumerate(lines(say(point, lang), 52, 400)[:2]):
            write(
                ground, (262, middle - 4 + j * 62), line, size=52, ink=ink, room=420, anchor="l", bold=0.012
            )


def card(product: Product, sprite: Image.Image, lang: str) -> Image.Image:
    """A card with what one must know: specifications, read from the product."""
    tone = NAMED[product.look.ground]
    ground = gradient((SIDE, SIDE), lighter(tone, 0.7), lighter(tone, 0.4))
    sheet = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(sheet).rounded_rectangle((80, 80, 1520, 1520), 56, fill=255)
    over(ground, tinted(darker(tone, 0.7), blurred(sheet, 30), 0.22), (0, 14))
    ground.alpha_composite(tinted(WHITE, sheet))
    stand(ground, fitted(sprite, 430, 520, 1), 1240, 690, mirror=0.1)
    mark = darker(tone, 0.5)
    write(
        ground, (160, 200), product.brand.name.en.upper(), size=42, ink=mark, room=760, tracking=8, anchor="l"
    )
    y = 290
    for line in lines(say(product.name, lang), 80, 780)[:3]:
        write(ground, (160, y), line, size=80, ink=INK, room=800, anchor="l", bold=0.018)
        y += 102
    for point in product.points[: max(0, 3 - (y - 392) // 102)]:
        ImageDraw.Draw(ground).ellipse((166, y - 2, 184, y + 16), fill=mark)
        write(ground, (212, y + 6), say(point, lang), size=44, ink=(84, 90, 100), room=700, anchor="l")
        y += 72
    write(ground, (160, 690), "规格参数" if lang != "en" else "Specifications", size=44, ink=mark, anchor="l")
    _rows(ground, product, lang, tone)
    return ground


def _rows(ground: Image.Image, product: Product, lang: str, tone: Rgb) -> None:
    pen = ImageDraw.Draw(ground)
    rows = product.specs[:6]
    for i, (key, value) in enumerate(rows):
        y = 800 + i * 112
        if i % 2 == 0:
            pen.rounded_rectangle((140, y - 54, 1460, y + 54), 20, fill=(*lighter(tone, 0.78), 255))
        write(ground, (180, y), say(key, lang), size=46, ink=(96, 102, 112), room=360, anchor="l")
        write(ground, (560, y), say(value, lang), size=48, ink=INK, room=860, anchor="l", bold=0.008)


View = Callable[[Product, Image.Image, str], Image.Image]
VIEWS: dict[str, View] = {"front": front, "scene": scene, "detail": detail, "card": card}
