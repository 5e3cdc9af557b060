"""Watches, glasses, folded linen."""

import math

from PIL import ImageDraw

from demo.drawing.art import emblem, label
from demo.drawing.colours import brightness, darker, ink_on, lighter
from demo.drawing.paint import FLOOR, MIDDLE, box_mask, oval_mask, polygon_mask, rounded, shine, swell, turned
from demo.drawing.shapes.seams import arc, stitches
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.words import write


def watch(sheet: Sheet) -> None:
    """A wristwatch seen from the front, its strap going up and down."""
    image, x, y = sheet.image, MIDDLE, 800
    strap = (74, 48, 36) if brightness(sheet.accent) < 120 else (190, 140, 110)
    for top, bottom in ((210, 560), (1040, 1400)):
        wide = polygon_mask(
            [(x - 134, top), (x + 134, top), (x + 156, bottom), (x - 156, bottom)]
            if top < 500
            else [(x - 156, top), (x + 156, top), (x + 134, bottom), (x - 134, bottom)],
            soften=14,
        )
        swell(image, wide, strap, radius=40, depth=0.5, shine=0.4)
        stitches(image, [(x - 112, top + 20), (x - 126, bottom - 20)], lighter(strap, 0.5))
        stitches(image, [(x + 112, top + 20), (x + 126, bottom - 20)], lighter(strap, 0.5))
    for dx in (-150, 150):
        for low, high in ((470, 600), (1000, 1130)):
            swell(
                image,
                polygon_mask(
                    [(x + dx - 34, low), (x + dx + 34, low), (x + dx + 34, high), (x + dx - 34, high)],
                    soften=12,
                ),
                sheet.body,
                radius=14,
                shine=0.9,
            )
    swell(
        image, box_mask((x + 320, y - 40, x + 384, y + 40), 14), sheet.body, radius=12, depth=0.6, shine=0.9
    )
    swell(image, oval_mask((x - 340, y - 340, x + 340, y + 340)), sheet.body, radius=30, depth=0.6, shine=1)
    swell(
        image,
        oval_mask((x - 306, y - 306, x + 306, y + 306)),
        lighter(sheet.body, 0.25),
        radius=10,
        depth=0.7,
        shine=0.4,
    )
    swell(
        image,
        oval_mask((x - 286, y - 286, x + 286, y + 286)),
        sheet.accent,
        radius=120,
        depth=0.45,
        shine=0.35,
    )
    _dial(sheet, x, y)
    shine(image, (x - 200, y - 210, x - 90, y + 60), strength=0.16, blur=40)


def _dial(sheet: Sheet, x: int, y: int) -> None:
    image, ink = sheet.image, ink_on(sheet.accent, (235, 230, 220))
    pen = ImageDraw.Draw(image)
    for i in range(60):
        a, long = math.radians(i * 6 - 90), 44 if i % 5 == 0 else 14
        pen.line(
            [
                (x + (266 - long) * math.cos(a), y + (266 - long) * math.sin(a)),
                (x + 266 * math.cos(a), y + 266 * math.sin(a)),
            ],
            fill=ink,
            width=12 if i % 5 == 0 else 4,
        )
    emblem(image, (x, y - 140), 26, ink, sheet.words.seed)
    write(image, (x, y - 92), sheet.words.brand.upper(), size=34, ink=ink, room=260, tracking=5)
    write(
        image, (x, y + 130), sheet.words.size.upper() or "AUTOMATIC", size=20, ink=ink, room=200, tracking=3
    )
    for angle, long, wide in ((-90 + 304, 150, 18), (-90 + 54, 216, 12), (-90 + 200, 230, 5)):
        a = math.radians(angle)
        tip = (x + long * math.cos(a), y + long * math.sin(a))
        tail = (x - 40 * math.cos(a), y - 40 * math.sin(a))
        pen.line([tail, tip], fill=ink if wide > 5 else (196, 60, 50), width=wide)
    pen.ellipse((x - 16, y - 16, x + 16, y + 16), fill=lighter(sheet.body, 0.2))


def sunglasses(sheet: Sheet) -> None:
    """Sunglasses from the front."""
    image = sheet.image
    for side in (-1, 1):
        x = MIDDLE + side * 270
        arm = polygon_mask(
            [(x + side * 210, 760), (x + side * 330, 700), (x + side * 340, 744), (x + side * 214, 820)],
            soften=8,
        )
        swell(image, arm, darker(sheet.body, 0.2), radius=10)
        rim = rounded(
            polygon_mask(
                [
                    (x - 226, 720),
                    (x + 226, 720),
                    (x + 214, 940),
                    (x + 120, 1060),
                    (x - 120, 1060),
                    (x - 214, 940),
                ]
            ),
            54,
        )
        swell(image, rim, sheet.body, radius=16, depth=0.5, shine=0.7)
        lens = rounded(
            polygon_mask(
                [
                    (x - 186, 758),
                    (x + 186, 758),
                    (x + 176, 930),
                    (x + 100, 1022),
                    (x - 100, 1022),
                    (x - 176, 930),
                ]
            ),
            48,
        )
        swell(image, lens, (62, 54, 56), radius=80, depth=0.3, shine=0.5)
        shine(image, (x - 110, 800, x - 70, 930), strength=0.4, blur=18)
        swell(
            image,
            oval_mask((x + side * 196 - 14, 760, x + side * 196 + 14, 788)),
            sheet.accent,
            radius=5,
            shine=1,
        )
    swell(image, arc((700, 740, 900, 960), 205, 335, 34), sheet.body, radius=10, shine=0.7)


def linen(sheet: Sheet) -> None:
    """Folded bed linen tied with a ribbon."""
    image = sheet.image
    for i in range(4):
        top = 760 + i * 158
        fold = box_mask((360 + i % 2 * 10, top, 1240 - i % 2 * 10, top + 168), 76)
        swell(image, fold, lighter(sheet.body, 0.35 - i % 2 * 0.25), radius=36, depth=0.36, shine=0.6)
        pen = ImageDraw.Draw(image, "RGBA")
        for x in range(430, 1190, 76):
            pen.ellipse((x, top + 66, x + 22, top + 88), fill=(*darker(sheet.body, 0.25), 120))
    ribbon = box_mask((740, 752, 860, FLOOR), 8)
    swell(image, ribbon, darker(sheet.body, 0.45), radius=14, depth=0.4, shine=0.5)
    card = label(
        sheet.words, (360, 300), (250, 247, 240), darker(sheet.body, 0.6), darker(sheet.body, 0.3), frame=True
    )
    image.alpha_composite(card, (620, 930))
    turned(image, [(748, 44, "l"), (768, 44, "l")], darker(sheet.body, 0.5), light="matte", tilt=0.1)
