"""Cartons, pouches, sacks, boxes and bars."""

import math
from dataclasses import replace

from PIL import Image, ImageDraw

from demo.drawing.art import emblem, label, pattern
from demo.drawing.colours import PAPER, Rgb, brightness, darker, ink_on, lighter
from demo.drawing.paint import (
    FLOOR,
    blank,
    box_mask,
    fill,
    oval_mask,
    polygon_mask,
    rounded,
    shade,
    shine,
    swell,
)
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.warp import faced


def _face(sheet: Sheet, size: tuple[int, int], ground: Rgb, *, frame: bool = False) -> Image.Image:
    art = label(
        sheet.words, size, ground, ink_on(ground, darker(sheet.accent, 0.3)), sheet.accent, frame=frame
    )
    pattern(art, sheet.accent, sheet.words.seed, opacity=70)
    return art


def _block(sheet: Sheet, art: Image.Image, left: int, right: int, top: int, deep: int, colour: Rgb) -> None:
    """A box in three-quarter view: front, a narrow side on the right, a top."""
    image, back = sheet.image, round(deep * 0.34)
    side = Image.new("RGBA", (200, art.height), (*darker(colour, 0.24), 255))
    emblem(side, (100, art.height * 0.2), 54, lighter(colour, 0.3), sheet.words.seed)
    for i in range(9):
        ImageDraw.Draw(side).line(
            [(34, art.height * (0.45 + i * 0.045)), (166 - i % 3 * 26, art.height * (0.45 + i * 0.045))],
            fill=lighter(colour, 0.12),
            width=5,
        )
    faced(
        image,
        side,
        [(right, top), (right + deep, top - back), (right + deep, FLOOR - back - 8), (right, FLOOR)],
    )
    lid = Image.new("RGBA", (400, 100), (*lighter(colour, 0.34), 255))
    faced(image, lid, [(left + deep, top - back), (right + deep, top - back), (right, top), (left, top)])
    faced(image, art, [(left, top), (right, top), (right, FLOOR), (left, FLOOR)])
    glow = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    glow.putdata([(255, 255, 255, a) for a in (44, 22, 0, 0, 30, 10, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0)])
    faced(
        image,
        glow.resize((400, 600), Image.Resampling.BICUBIC),
        [(left, top), (right, top), (right, FLOOR), (left, FLOOR)],
    )
    pen = ImageDraw.Draw(image, "RGBA")
    pen.line([(right, top), (right, FLOOR)], fill=(255, 255, 255, 70), width=4)
    pen.line([(left, top), (right, top)], fill=(255, 255, 255, 110), width=4)


def carton(sheet: Sheet) -> None:
    """A folding box."""
    ground = lighter(sheet.body, 0.72) if brightness(sheet.body) > 120 else sheet.body
    _block(sheet, _face(sheet, (680, 980), ground), 400, 1060, 430, 170, sheet.body)


def giftbox(sheet: Sheet) -> None:
    """A flat box of chocolates with a ribbon."""
    art = _face(replace(sheet, words=replace(sheet.words, room=0.74)), (900, 640), sheet.body, frame=True)
    _block(sheet, art, 300, 1160, 770, 160, sheet.body)
    pen = ImageDraw.Draw(sheet.image, "RGBA")
    pen.polygon([(326, 770), (386, 770), (386, FLOOR), (326, FLOOR)], fill=(*sheet.accent, 255))
    pen.polygon([(326, 770), (386, 770), (546, 716), (486, 716)], fill=(*lighter(sheet.accent, 0.25), 255))
    for side in (-1, 1):
        loop = polygon_mask(
            [(436, 744), (436 + side * 130, 660), (436 + side * 170, 720), (436 + side * 120, 770)], soften=16
        )
        swell(sheet.image, loop, sheet.accent, radius=18, depth=0.5, shine=0.6)


def maskbox(sheet: Sheet) -> None:
    """A box of sheet masks with two sachets in front of it."""
    ground = lighter(sheet.body, 0.6)
    art = _face(sheet, (720, 840), ground)
    _block(sheet, art, 330, 960, 560, 120, sheet.body)
    for at, lean in ((905, 0.1), (1010, 0.2)):
        sachet = _face(sheet, (340, 460), lighter(sheet.accent, 0.86))
        pen = ImageDraw.Draw(sachet, "RGBA")
        for y in (0, 424):
            pen.rectangle((0, y, 340, y + 36), fill=(*lighter(sheet.accent, 0.7), 255))
        top = round(470 * lean * 0.9)
        faced(
            sheet.image,
            sachet,
            [
                (at + 470 * lean, 930),
                (at + 300 + 470 * lean, 930 + top),
                (at + 300, FLOOR),
                (at, FLOOR - top),
            ],
        )


def chocolate(sheet: Sheet) -> None:
    """A chocolate bar in a paper sleeve, foil and squares showing at the top."""
    image = sheet.image
    bar = box_mask((520, 250, 1080, 700), 14)
    swell(image, bar, (78, 46, 34), radius=14, depth=0.5, shine=0.35)
    for row in range(2):
        for column in range(4):
            x, y = 540 + column * 133, 276 + row * 150
            swell(image, box_mask((x, y, x + 118, y + 134), 10), (88, 52, 38), radius=9, depth=0.6, shine=0.5)
    foil = polygon_mask(
        [(508, 520), (620, 492), (730, 524), (850, 488), (960, 522), (1092, 500), (1092, 640), (508, 640)]
    )
    swell(image, foil, sheet.accent, radius=16, depth=0.5, shine=0.9)
    art = _face(sheet, (600, 800), sheet.body)
    faced(image, art, [(498, 590), (1102, 590), (1102, FLOOR), (498, FLOOR)])
    shade(image, (498, 570, 1102, 606), strength=0.45, blur=10)
    shine(image, (520, 620, 560, 1370), strength=0.22, blur=20)


def _pouch(sheet: Sheet) -> None:
    """A stand-up pouch with a crimped seal."""
    image = sheet.image
    left, right, top = 450, 1150, 330
    sides = [(left - 6 + 22 * math.sin(i / 20 * math.pi), top + 90 + i * 48) for i in range(20)]
    shape = [(left, top), (right, top), (right, top + 84), *[(1600 - x, y) for x, y in sides]]
    shape += [
        (right + 14, FLOOR - 30),
        (right - 60, FLOOR),
        (left + 60, FLOOR),
        (left - 14, FLOOR - 30),
        *reversed(sides),
        (left, top + 84),
    ]
    mask = rounded(polygon_mask(shape), 8)
    swell(image, mask, sheet.body, radius=70, depth=0.5, shine=0.5)
    art = label(sheet.words, (620, 640), None, ink_on(sheet.body, lighter(sheet.accent, 0.1)), sheet.accent)
    image.alpha_composite(art, (490, 500))
    _seal(image, left, right, top)
    shine(image, (left + 44, top + 160, left + 84, FLOOR - 140), strength=0.36, blur=26)


def pouch(sheet: Sheet) -> None:
    """A pouch with a window on the nuts or beans inside."""
    _pouch(sheet)
    window = oval_mask((590, 1160, 1010, 1330))
    swell(sheet.image, window, darker(sheet.body, 0.25), radius=20, depth=0.7, shine=0.1)
    _crumbs(sheet, (640, 1190, 960, 1300))


def softpouch(sheet: Sheet) -> None:
    """A pouch without a window, the brand's sign large at its foot."""
    _pouch(sheet)
    tone = lighter(sheet.body, 0.35) if brightness(sheet.body) < 200 else darker(sheet.body, 0.2)
    emblem(sheet.image, (800, 1225), 92, tone, sheet.words.seed)


def _seal(image: Image.Image, left: int, right: int, top: int) -> None:
    pen = ImageDraw.Draw(image, "RGBA")
    for y in range(top + 6, top + 84, 10):
        pen.line([(left + 2, y), (right - 2, y)], fill=(255, 255, 255, 60), width=3)
        pen.line([(left + 2, y + 4), (right - 2, y + 4)], fill=(0, 0, 0, 34), width=3)
    pen.line([(left, top + 112), (right, top + 112)], fill=(0, 0, 0, 40), width=5)
    for x in (left, right):
        pen.ellipse((x - 14, top + 70, x + 14, top + 98), fill=(0, 0, 0, 0))


def _crumbs(sheet: Sheet, box: tuple[int, int, int, int]) -> None:
    """What is inside, seen through the window: beans, nuts or kibble."""
    x0, y0, x1, y1 = box
    state = sheet.words.seed
    for _ in range(26):
        state = (state * 1103515245 + 12345) % 2**31
        x = x0 + state % 997 / 997 * (x1 - x0)
        y = y0 + state // 997 % 997 / 997 * (y1 - y0)
        r = 24 + state % 9
        colour = lighter((150, 96, 52), state % 5 * 0.09)
        piece = oval_mask((x - r, y - r * 0.72, x + r, y + r * 0.72))
        swell(sheet.image, piece, colour, radius=8, depth=0.6, shine=0.5)


def sack(sheet: Sheet) -> None:
    """A big pet-food bag with a panel."""
    image = sheet.image
    shape = [
        (430, 270),
        (1170, 270),
        (1160, 330),
        (1196, 700),
        (1190, 1330),
        (1130, FLOOR),
        (470, FLOOR),
        (410, 1330),
        (404, 700),
        (440, 330),
    ]
    swell(image, rounded(polygon_mask(shape), 14), sheet.body, radius=80, depth=0.5, shine=0.42)
    _seal(image, 440, 1160, 270)
    panel = label(sheet.words, (600, 560), lighter(sheet.accent, 0.8), darker(sheet.body, 0.2), sheet.body)
    image.alpha_composite(panel, (500, 430))
    _paw(image, (800, 1170), 118, sheet.accent)
    shine(image, (452, 420, 490, 1280), strength=0.3, blur=24)


def _paw(image: Image.Image, at: tuple[int, int], size: int, colour: Rgb) -> None:
    x, y = at
    parts = [
        (0, 0.35, 0.78, 0.62),
        (-0.85, -0.35, 0.3, 0.4),
        (-0.3, -0.75, 0.3, 0.42),
        (0.3, -0.75, 0.3, 0.42),
        (0.85, -0.35, 0.3, 0.4),
    ]
    for dx, dy, wide, high in parts:
        cx, cy = x + dx * size, y + dy * size
        fill(
            image, oval_mask((cx - wide * size, cy - high * size, cx + wide * size, cy + high * size)), colour
        )


def nappies(sheet: Sheet) -> None:
    """A plastic pack of nappies with a handle."""
    image = sheet.image
    handle = box_mask((620, 300, 980, 470), 70)
    ImageDraw.Draw(handle).rounded_rectangle((668, 344, 932, 500), 50, fill=0)
    swell(image, handle, lighter(sheet.body, 0.4), radius=18, depth=0.4, shine=0.7)
    body = box_mask((350, 420, 1250, FLOOR), 90)
    swell(image, body, sheet.body, radius=90, depth=0.42, shine=0.6)
    wave = [
        (350, 1080 + 40 * math.sin(x / 90)) if x == 0 else (350 + x, 1080 + 46 * math.sin(x / 140))
        for x in range(0, 901, 30)
    ]
    mask = blank().getchannel("A")
    ImageDraw.Draw(mask).polygon(
        [*wave, (1250, FLOOR - 70), (1180, FLOOR), (420, FLOOR), (350, FLOOR - 70)], fill=255
    )
    fill(image, mask, sheet.accent, 0.86)
    art = label(sheet.words, (740, 520), None, darker(sheet.body, 0.65), sheet.accent)
    image.alpha_composite(art, (430, 520))
    _baby(image, (1080, 1210))
    shine(image, (392, 500, 440, 1300), strength=0.5, blur=22)


def _baby(image: Image.Image, at: tuple[int, int]) -> None:
    x, y = at
    fill(image, oval_mask((x - 96, y - 96, x + 96, y + 96)), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((x - 44, y - 60, x + 44, y + 24), fill=(244, 206, 178))
    pen.arc((x - 20, y - 22, x + 20, y + 8), 20, 160, fill=(150, 90, 70), width=5)
    for dx in (-18, 18):
        pen.ellipse((x + dx - 5, y - 28, x + dx + 5, y - 18), fill=(90, 60, 50))
    pen.pieslice((x - 52, y - 6, x + 52, y + 96), 0, 180, fill=(148, 194, 226))


def drinkcarton(sheet: Sheet) -> None:
    """A gable-top drinks carton."""
    _block(sheet, _face(sheet, (520, 860), lighter(sheet.body, 0.45)), 480, 980, 560, 170, sheet.body)
    image, light = sheet.image, lighter(sheet.body, 0.55)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.polygon([(480, 560), (980, 560), (1030, 400), (590, 400)], fill=(*light, 255))
    pen.polygon([(980, 560), (1150, 502), (1090, 372), (1030, 400)], fill=(*darker(sheet.body, 0.2), 255))
    pen.polygon(
        [(590, 400), (1030, 400), (1090, 372), (1090, 300), (1036, 322), (590, 322)],
        fill=(*lighter(sheet.body, 0.3), 255),
    )
    swell(image, box_mask((690, 452, 800, 506), 24), sheet.accent, radius=12, shine=0.7)
