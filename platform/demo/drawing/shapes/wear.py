"""Bags, shoes and clothes."""

from PIL import Image, ImageDraw

from demo.drawing.art import emblem, label
from demo.drawing.colours import darker, ink_on, lighter
from demo.drawing.paint import FLOOR, MIDDLE, blank, box_mask, oval_mask, polygon_mask, rounded, shade, swell
from demo.drawing.shapes.seams import arc, stitches
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.words import write


def handbag(sheet: Sheet) -> None:
    """A structured leather bag with a flap and a clasp."""
    image, skin = sheet.image, sheet.body
    swell(
        image, arc((520, 250, 1080, 1010), 180, 360, 40), darker(skin, 0.2), radius=14, depth=0.5, shine=0.6
    )
    body = rounded(
        polygon_mask([(390, 660), (1210, 660), (1280, 1350), (1240, FLOOR), (360, FLOOR), (320, 1350)]), 18
    )
    swell(image, body, skin, radius=90, depth=0.46, shine=0.36)
    stitches(image, [(420, 700), (356, 1340), (1244, 1340), (1180, 700)], lighter(skin, 0.4))
    shade(image, (360, 960, 1240, 1110), strength=0.4, blur=30)
    flap = rounded(
        polygon_mask([(378, 640), (1222, 640), (1236, 900), (1080, 1040), (520, 1040), (364, 900)]), 20
    )
    swell(image, flap, lighter(skin, 0.05), radius=50, depth=0.4, shine=0.5)
    stitches(
        image,
        [(404, 672), (392, 890), (534, 1010), (1066, 1010), (1208, 890), (1196, 672)],
        lighter(skin, 0.4),
    )
    for x in (545, 1055):
        swell(image, box_mask((x - 36, 590, x + 36, 720), 16), darker(skin, 0.12), radius=12)
        swell(image, oval_mask((x - 20, 676, x + 20, 716)), sheet.accent, radius=8, shine=1)
    swell(image, box_mask((716, 976, 884, 1084), 20), sheet.accent, radius=16, depth=0.6, shine=1)
    swell(image, box_mask((762, 1006, 838, 1054), 12), darker(sheet.accent, 0.25), radius=8)
    write(
        image, (800, 860), sheet.words.brand.upper(), size=46, ink=lighter(skin, 0.45), room=420, tracking=12
    )


def tote(sheet: Sheet) -> None:
    """A canvas tote with leather handles."""
    image = sheet.image
    for box in ((560, 250, 1040, 950),):
        swell(image, arc(box, 180, 360, 34), sheet.accent, radius=12, depth=0.5, shine=0.5)
    body = rounded(
        polygon_mask([(380, 620), (1220, 620), (1180, 1370), (1150, FLOOR), (450, FLOOR), (420, 1370)]), 14
    )
    swell(image, body, sheet.body, radius=80, depth=0.4, shine=0.35)
    base = rounded(
        polygon_mask([(402, 1190), (1198, 1190), (1180, 1370), (1150, FLOOR), (450, FLOOR), (420, 1370)]), 12
    )
    swell(image, base, sheet.accent, radius=40, depth=0.45, shine=0.4)
    stitches(image, [(390, 660), (1210, 660)], darker(sheet.body, 0.25))
    for x in (578, 1022):
        swell(image, box_mask((x - 34, 570, x + 34, 780), 14), sheet.accent, radius=12)
    art = label(sheet.words, (500, 420), None, ink_on(sheet.body, darker(sheet.accent, 0.3)), sheet.accent)
    image.alpha_composite(art, (550, 760))


# The outlines of a running shoe from the side, toe to the left.
SOLE = "220,1250 340,1190 1360,1150 1420,1180 1400,1330 1300,1372 420,1390 250,1360"
UPPER = (
    "232,1240 250,1150 420,1050 640,960 800,800 900,700 990,740 1060,800 1200,740 1330,690 1400,730 1390,960 "
    "1410,1180 1300,1230 420,1270"
)
HEEL = "1210,860 1400,780 1404,1180 1280,1220 1200,1080"
TOE = "232,1240 250,1160 400,1064 470,1140 440,1262"
WAVE = "560,1200 760,1120 940,980 1190,900 1150,960 980,1080 820,1200 640,1240"
TONGUE = "880,720 990,690 1070,800 990,860"


def _outline(points: str, soften: float) -> Image.Image:
    pairs = (point.split(",") for point in points.split())
    return polygon_mask([(float(x), float(y)) for x, y in pairs], soften=soften)


def sneaker(sheet: Sheet) -> None:
    """A running shoe from the side, toe to the left."""
    image, upper, accent = sheet.image, sheet.body, sheet.accent
    swell(image, _outline(SOLE, 26), (246, 246, 242), radius=30, depth=0.36, shine=0.5)
    swell(image, _outline(UPPER, 24), upper, radius=70, depth=0.46, shine=0.4)
    swell(image, _outline(HEEL, 16), accent, radius=34, depth=0.4, shine=0.4)
    swell(image, _outline(TOE, 14), darker(upper, 0.08), radius=30, depth=0.35, shine=0.5)
    swell(image, _outline(WAVE, 10), accent, radius=18, depth=0.35, shine=0.4)
    swell(image, _outline(TONGUE, 12), lighter(accent, 0.3), radius=20)
    pen = ImageDraw.Draw(image)
    for i in range(5):
        x, y = 640 + i * 64, 970 - i * 58
        pen.line([(x - 14, y + 28), (x + 78, y + 66)], fill=darker(upper, 0.3), width=20)
        pen.line([(x - 12, y + 22), (x + 80, y + 60)], fill=lighter(accent, 0.75), width=13)
    for x in range(300, 1340, 66):
        low = (x - 300) * 0.014
        pen.line([(x, 1366 - low), (x + 26, 1340 - low)], fill=(206, 206, 200), width=8)
    ink = ink_on(accent, (250, 250, 250))
    write(image, (1308, 1010), sheet.words.brand, size=34, ink=ink, room=150, bold=0.03)


def _shirt(sheet: Sheet, sleeve: int, grain: Image.Image | None) -> None:
    image = sheet.image
    right = [(920, 330), (1110, 390), (1330, sleeve), (1180, sleeve + 130), (1070, 700), (1090, 1370)]
    shape = [(680, 330), *right, (510, 1370), *[(1600 - x, y) for x, y in reversed(right[1:-1])]]
    mask = rounded(polygon_mask(shape), 20)
    ImageDraw.Draw(mask).ellipse((670, 210, 930, 430), fill=0)
    swell(image, mask, sheet.body, radius=64, depth=0.36, shine=0.36, grain=grain)
    collar = arc((662, 202, 938, 440), 8, 172, 26)
    swell(image, collar, darker(sheet.body, 0.1), radius=8, depth=0.4)
    pen = ImageDraw.Draw(image, "RGBA")
    for x in (1068, 532):
        pen.line([(x, 480), (x + (6 if x > 800 else -6), 720)], fill=(*darker(sheet.body, 0.3), 120), width=5)
    for x, y, high in ((640, 900, 330), (930, 980, 280), (760, 1120, 210)):
        shade(image, (x, y, x + 26, y + high), strength=0.16, blur=18)


def tee(sheet: Sheet) -> None:
    """A T-shirt laid flat."""
    _shirt(sheet, 640, None)
    ink = ink_on(sheet.body, sheet.accent)
    emblem(sheet.image, (800, 640), 66, ink, sheet.words.seed)
    write(sheet.image, (800, 760), sheet.words.brand, size=44, ink=ink, room=300, tracking=4)


def knit(sheet: Sheet) -> None:
    """A ribbed pullover laid flat, long sleeves folded down."""
    grain = blank()
    pen = ImageDraw.Draw(grain)
    for x in range(0, 1600, 22):
        pen.line([(x, 0), (x, 1600)], fill=(0, 0, 0, 26), width=7)
        pen.line([(x + 9, 0), (x + 9, 1600)], fill=(255, 255, 255, 60), width=5)
    for side in (-1, 1):
        x = MIDDLE + side * 350
        arm = polygon_mask(
            [(x - 96, 560), (x + 96, 560), (x + 76 + side * 40, 1240), (x - 76 + side * 40, 1240)], soften=18
        )
        swell(sheet.image, arm, darker(sheet.body, 0.06), radius=44, depth=0.42, shine=0.3, grain=grain)
    _shirt(sheet, 650, grain)
    hem = polygon_mask([(506, 1290), (1094, 1290), (1096, 1380), (504, 1380)], soften=10)
    swell(sheet.image, hem, darker(sheet.body, 0.08), radius=16, depth=0.3, grain=grain)
    swell(sheet.image, box_mask((1000, 1210, 1074, 1262), 6), sheet.accent, radius=5)


def cap(sheet: Sheet) -> None:
    """A baseball cap."""
    image = sheet.image
    crown = blank().getchannel("A")
    ImageDraw.Draw(crown).pieslice((420, 520, 1180, 1480), 180, 360, fill=255)
    swell(image, rounded(crown, 16), sheet.body, radius=90, depth=0.46, shine=0.42)
    pen = ImageDraw.Draw(image, "RGBA")
    for dx in (-190, 0, 190):
        pen.arc(
            (800 - abs(dx) - 4, 524, 800 + abs(dx) + 4, 1470),
            180 if dx < 0 else 270,
            270 if dx < 0 else 360,
            fill=(*darker(sheet.body, 0.4), 150),
            width=5,
        )
    swell(image, oval_mask((768, 500, 832, 546)), sheet.body, radius=10)
    brim = rounded(
        polygon_mask(
            [
                (400, 990),
                (560, 960),
                (1040, 960),
                (1200, 990),
                (1280, 1130),
                (1080, 1190),
                (800, 1204),
                (520, 1190),
                (320, 1130),
            ]
        ),
        26,
    )
    swell(image, brim, darker(sheet.body, 0.06), radius=44, depth=0.45, shine=0.5)
    stitches(
        image, [(380, 1100), (560, 1146), (800, 1160), (1040, 1146), (1220, 1100)], lighter(sheet.body, 0.35)
    )
    emblem(image, (800, 800), 88, sheet.accent, sheet.words.seed)
