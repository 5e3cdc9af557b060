"""Make-up: lipstick, powder compact."""

from PIL import ImageDraw

from demo.drawing.art import emblem
from demo.drawing.colours import darker, lighter
from demo.drawing.paint import FLOOR, MIDDLE, disc, oval_mask, polygon_mask, shade, shine, swell, turned
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.words import write


def lipstick(sheet: Sheet) -> None:
    """An open lipstick with its cap beside it."""
    image, left = sheet.image, MIDDLE - 150
    bullet = polygon_mask(
        [
            (left - 74, 760),
            (left - 74, 520),
            (left - 40, 430),
            (left + 30, 350),
            (left + 74, 372),
            (left + 74, 760),
        ],
        soften=12,
    )
    swell(image, bullet, sheet.body, radius=30, depth=0.5, shine=0.55)
    turned(image, [(740, 92, "l"), (900, 92, "l")], sheet.accent, light="metal", tilt=0.09, middle=left)
    case = darker(sheet.body, 0.78)
    turned(
        image,
        [(896, 122, "l"), (910, 130, "r"), (FLOOR - 14, 130, "l")],
        case,
        light="gloss",
        tilt=0.09,
        middle=left,
    )
    turned(image, [(1290, 131, "l"), (1310, 131, "l")], sheet.accent, light="metal", tilt=0.09, middle=left)
    right = MIDDLE + 210
    turned(
        image,
        [(700, 122, "l"), (716, 130, "r"), (FLOOR - 14, 130, "l")],
        case,
        light="gloss",
        tilt=0.09,
        middle=right,
    )
    disc(image, 706, 122, lighter(case, 0.1), tilt=0.09, middle=right)
    turned(image, [(1340, 131, "l"), (1362, 131, "l")], sheet.accent, light="metal", tilt=0.09, middle=right)
    shade(image, (left - 92, 726, left + 92, 770), strength=0.4, blur=9)
    emblem(image, (right, 900), 44, sheet.accent, sheet.words.seed)
    write(
        image, (right, 1010), sheet.words.brand, size=44, ink=lighter(sheet.accent, 0.2), room=200, tracking=3
    )
    write(
        image, (left, 1110), sheet.words.brand, size=38, ink=lighter(sheet.accent, 0.2), room=190, tracking=2
    )


def compact(sheet: Sheet) -> None:
    """An open powder compact: mirror behind, pressed powder in front."""
    image = sheet.image
    swell(image, oval_mask((470, 300, 1130, 960)), sheet.accent, radius=20, depth=0.5, shine=0.8)
    swell(image, oval_mask((506, 336, 1094, 924)), (214, 226, 232), radius=90, depth=0.3, shine=0.9)
    shine(image, (640, 420, 720, 820), strength=0.5, blur=30)
    turned(
        image, [(1120, 400, "l"), (1236, 400, "l"), (1260, 384, "r")], sheet.accent, light="metal", tilt=0.3
    )
    pen = ImageDraw.Draw(image)
    pen.ellipse((400, 1000, 1200, 1240), fill=(*lighter(sheet.accent, 0.2), 255))
    pen.ellipse((424, 1012, 1176, 1226), fill=(*darker(sheet.accent, 0.25), 255))
    swell(image, oval_mask((446, 1022, 1154, 1214)), sheet.body, radius=26, depth=0.3, shine=0.5)
    emblem(image, (800, 1110), 74, darker(sheet.body, 0.16), sheet.words.seed)
    write(
        image,
        (800, 1306),
        sheet.words.brand.upper(),
        size=52,
        ink=darker(sheet.accent, 0.62),
        room=420,
        tracking=9,
    )
    swell(
        image,
        polygon_mask([(740, 950), (860, 950), (870, 1016), (730, 1016)], soften=6),
        sheet.accent,
        radius=12,
    )


def earrings(sheet: Sheet) -> None:
    """A pair of drop earrings on a card."""
    image = sheet.image
    card = polygon_mask([(460, 300), (1140, 300), (1140, FLOOR), (460, FLOOR)], soften=18)
    swell(image, card, (250, 246, 240), radius=16, depth=0.16, shine=0.2)
    write(
        image,
        (800, 420),
        sheet.words.brand.upper(),
        size=60,
        ink=darker(sheet.body, 0.5),
        room=480,
        tracking=12,
    )
    write(image, (800, 1310), sheet.words.name_en, size=34, ink=darker(sheet.body, 0.5), room=480, tracking=2)
    pen = ImageDraw.Draw(image, "RGBA")
    for x in (640, 960):
        swell(image, oval_mask((x - 34, 560, x + 34, 628)), sheet.body, radius=12, depth=0.6, shine=0.9)
        pen.arc((x - 96, 620, x + 96, 1000), 0, 360, fill=(*darker(sheet.body, 0.2), 255), width=26)
        pen.arc((x - 92, 624, x + 88, 994), 100, 300, fill=(*lighter(sheet.body, 0.5), 255), width=9)
        swell(image, oval_mask((x - 78, 970, x + 78, 1126)), sheet.accent, radius=34, depth=0.45, shine=0.9)
        shine(image, (x - 40, 1000, x - 8, 1034), strength=0.9, blur=7)
