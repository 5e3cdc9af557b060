"""Sound and table: headphones, earbuds, speaker, plates, cutlery."""

from PIL import Image, ImageDraw

from demo.drawing.colours import Rgb, darker, lighter
from demo.drawing.paint import (
    FLOOR,
    blank,
    box_mask,
    fill,
    oval_mask,
    polygon_mask,
    rounded,
    shine,
    swell,
    turned,
)
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.words import write


def headphones(sheet: Sheet) -> None:
    """Over-ear headphones from the front."""
    image = sheet.image
    band = blank().getchannel("A")
    pen = ImageDraw.Draw(band)
    pen.arc((370, 260, 1230, 1300), 180, 360, fill=255, width=64)
    swell(image, band, sheet.body, radius=22, depth=0.5, shine=0.7)
    pad = blank().getchannel("A")
    ImageDraw.Draw(pad).arc((430, 318, 1170, 1240), 218, 322, fill=255, width=46)
    swell(image, pad, sheet.accent, radius=16, depth=0.45, shine=0.4)
    for side in (-1, 1):
        x = 800 + side * 396
        swell(image, box_mask((x - 26, 720, x + 26, 900), 18), (190, 194, 200), radius=12, depth=0.6, shine=1)
        inner = x - side * 84
        swell(
            image,
            box_mask((inner - 66, 830, inner + 66, 1330), 66),
            sheet.accent,
            radius=30,
            depth=0.5,
            shine=0.35,
        )
        swell(
            image, box_mask((x - 104, 800, x + 104, 1360), 104), sheet.body, radius=54, depth=0.5, shine=0.6
        )
        swell(
            image,
            box_mask((x - 58, 880, x + 58, 1280), 58),
            lighter(sheet.body, 0.08),
            radius=24,
            depth=0.35,
            shine=0.4,
        )
        write(image, (x, 1080), sheet.words.brand, size=30, ink=lighter(sheet.body, 0.6), room=100)
    fill(image, oval_mask((1184, 1230, 1204, 1250)), (90, 220, 190))


def earbuds(sheet: Sheet) -> None:
    """Earbuds above their open case."""
    image = sheet.image
    swell(
        image, box_mask((450, 640, 1150, 960), 130), darker(sheet.body, 0.06), radius=50, depth=0.4, shine=0.6
    )
    fill(image, box_mask((500, 700, 1100, 960), 90), darker(sheet.body, 0.3))
    for side in (-1, 1):
        x = 800 + side * 150
        stem = polygon_mask([(x - 34, 560), (x + 34, 560), (x + 26, 940), (x - 26, 940)], soften=16)
        swell(image, stem, sheet.body, radius=20, depth=0.4, shine=0.7)
        swell(image, oval_mask((x - 96, 420, x + 96, 620)), sheet.body, radius=44, depth=0.42, shine=0.8)
        swell(
            image,
            oval_mask((x - side * 58 - 44, 470, x - side * 58 + 44, 560)),
            (70, 72, 78),
            radius=18,
            shine=0.5,
        )
    swell(image, box_mask((430, 880, 1170, FLOOR), 170), sheet.body, radius=80, depth=0.4, shine=0.7)
    fill(image, oval_mask((790, 1010, 810, 1030)), (90, 220, 190))
    write(image, (800, 1170), sheet.words.brand, size=60, ink=darker(sheet.body, 0.35), room=340, tracking=6)
    shine(image, (520, 930, 760, 960), strength=0.6, blur=14)


def speaker(sheet: Sheet) -> None:
    """A fabric-covered speaker on wooden feet."""
    image = sheet.image
    for x in (560, 1000):
        swell(
            image,
            polygon_mask([(x, 1300), (x + 50, 1300), (x + 34, FLOOR), (x + 12, FLOOR)], soften=5),
            sheet.accent,
            radius=10,
        )
    swell(image, box_mask((430, 380, 1170, 1320), 110), sheet.accent, radius=40, depth=0.5, shine=0.4)
    grain = blank()
    pen = ImageDraw.Draw(grain)
    for y in range(0, 1600, 12):
        pen.line([(0, y), (1600, y)], fill=(0, 0, 0, 24), width=4)
    for x in range(0, 1600, 12):
        pen.line([(x, 0), (x, 1600)], fill=(255, 255, 255, 30), width=4)
    swell(
        image, box_mask((466, 416, 1134, 1284), 80), sheet.body, radius=80, depth=0.4, shine=0.4, grain=grain
    )
    swell(
        image,
        oval_mask((560, 640, 1040, 1120)),
        darker(sheet.body, 0.14),
        radius=70,
        depth=0.35,
        shine=0.3,
        grain=grain,
    )
    swell(image, oval_mask((720, 480, 880, 600)), darker(sheet.body, 0.14), radius=24, depth=0.3, grain=grain)
    swell(image, box_mask((670, 1176, 930, 1236), 10), (190, 160, 110), radius=8, shine=0.8)
    write(image, (800, 1206), sheet.words.brand.upper(), size=34, ink=(70, 50, 30), room=220, tracking=5)


def plates(sheet: Sheet) -> None:
    """A stack of plates with a bowl and a cup on top."""
    image = sheet.image
    for i in range(5):
        y = 1300 - i * 44
        swell(
            image,
            oval_mask((300, y - 120, 1300, y + 90)),
            lighter(sheet.body, 0.2 if i % 2 else 0.05),
            radius=30,
            depth=0.45,
            shine=0.7,
        )
        ImageDraw.Draw(image).arc((306, y - 116, 1294, y + 84), 10, 170, fill=sheet.accent, width=5)
    swell(image, oval_mask((470, 1014, 1130, 1150)), lighter(sheet.body, 0.4), radius=40, depth=0.3)
    bowl = blank().getchannel("A")
    ImageDraw.Draw(bowl).pieslice((500, 640, 1100, 1130), 0, 180, fill=255)
    swell(image, rounded(bowl, 12), sheet.body, radius=70, depth=0.5, shine=0.6)
    swell(image, oval_mask((498, 800, 1102, 970)), lighter(sheet.body, 0.45), radius=40, depth=0.5, shine=0.4)
    ImageDraw.Draw(image).ellipse((500, 802, 1100, 968), outline=sheet.accent, width=6)
    ring = oval_mask((880, 640, 1030, 800))
    ImageDraw.Draw(ring).ellipse((912, 672, 996, 768), fill=0)
    swell(image, ring, sheet.body, radius=12, shine=0.7)
    cup = rounded(polygon_mask([(640, 560), (940, 560), (910, 820), (860, 880), (720, 880), (670, 820)]), 20)
    swell(image, cup, sheet.body, radius=60, depth=0.48, shine=0.6)
    swell(image, oval_mask((638, 520, 942, 602)), lighter(sheet.body, 0.5), radius=20, depth=0.5)
    ImageDraw.Draw(image).ellipse((640, 522, 940, 600), outline=sheet.accent, width=5)


def cutlery(sheet: Sheet) -> None:
    """Knife, fork and spoons side by side, gilded ends."""
    for x, head in ((500, _knife), (700, _fork), (900, _spoon), (1100, _teaspoon)):
        tail = [(x + 34, 1330), (x + 22, FLOOR), (x - 22, FLOOR), (x - 34, 1330)]
        _steel(sheet, polygon_mask([(x - 16, 700), (x + 16, 700), *tail], soften=10), sheet.body)
        _steel(sheet, polygon_mask([(x - 31, 1190), (x + 31, 1190), *tail], soften=10), sheet.accent)
        head(sheet, x)


def _steel(sheet: Sheet, mask: Image.Image, colour: Rgb, radius: float = 14) -> None:
    swell(sheet.image, mask, colour, radius=radius, depth=0.6, shine=1)


def _knife(sheet: Sheet, x: int) -> None:
    blade = [(x - 20, 720), (x - 20, 330), (x + 20, 270), (x + 46, 420), (x + 30, 720)]
    _steel(sheet, polygon_mask(blade, soften=14), sheet.body)


def _fork(sheet: Sheet, x: int) -> None:
    for dx in (-54, -18, 18, 54):
        _steel(sheet, box_mask((x + dx - 10, 280, x + dx + 10, 560), 10), sheet.body, 7)
    palm = [(x - 64, 500), (x + 64, 500), (x + 50, 640), (x + 16, 740), (x - 16, 740), (x - 50, 640)]
    _steel(sheet, polygon_mask(palm, soften=14), sheet.body, 18)


def _bowl(sheet: Sheet, x: int, half: int, top: int) -> None:
    _steel(sheet, oval_mask((x - half, top, x + half, 722)), sheet.body, 34)
    hollow = oval_mask((x - half + 22, top + 40, x + half - 22, 676))
    swell(sheet.image, hollow, darker(sheet.body, 0.12), radius=30, depth=0.5, shine=0.7)


def _spoon(sheet: Sheet, x: int) -> None:
    _bowl(sheet, x, 92, 290)


def _teaspoon(sheet: Sheet, x: int) -> None:
    _bowl(sheet, x, 74, 380)


def mugs(sheet: Sheet) -> None:
    """A pair of hand-thrown mugs, one behind the other."""
    image = sheet.image
    for x, y, tone in ((1000, 1300, darker(sheet.accent, 0.1)), (620, FLOOR, sheet.body)):
        ring = oval_mask((x + 150, y - 400, x + 350, y - 130))
        ImageDraw.Draw(ring).ellipse((x + 190, y - 352, x + 306, y - 180), fill=0)
        swell(image, ring, darker(tone, 0.06), radius=14, depth=0.5, shine=0.5)
        body = [(y - 500, 222, "l"), (y - 300, 232, "s"), (y - 60, 214, "s"), (y - 16, 180, "r")]
        turned(image, body, tone, light="matte", tilt=0.14, middle=x)
        glaze = [(y - 500, 223, "l"), (y - 330, 233, "s")]
        turned(image, glaze, lighter(tone, 0.35), light="matte", tilt=0.16, middle=x)
        swell(
            image, oval_mask((x - 222, y - 532, x + 222, y - 468)), lighter(tone, 0.4), radius=14, depth=0.3
        )
        swell(
            image, oval_mask((x - 200, y - 526, x + 200, y - 476)), darker(tone, 0.35), radius=18, depth=0.3
        )
    write(image, (620, 1230), sheet.words.brand, size=44, ink=darker(sheet.body, 0.5), room=240, tracking=4)
