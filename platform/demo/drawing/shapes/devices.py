"""Small appliances: rice cooker, air fryer, blender, toaster, dryer, toothbrush, shaver."""

from PIL import Image, ImageDraw

from demo.drawing.colours import Rgb, brightness, darker, lighter
from demo.drawing.paint import (
    FLOOR,
    MIDDLE,
    box_mask,
    disc,
    fill,
    oval_mask,
    polygon_mask,
    rounded,
    shade,
    shine,
    swell,
    turned,
)
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.words import write

DARK: Rgb = (44, 46, 52)


def _screen(
    image: Image.Image, box: tuple[int, int, int, int], text: str, glow: Rgb = (150, 226, 220)
) -> None:
    """A dark glass panel with a lit reading."""
    swell(image, box_mask(box, 22), (26, 28, 34), radius=12, depth=0.4, shine=0.4)
    write(
        image,
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
        text,
        size=round((box[3] - box[1]) * 0.5),
        ink=glow,
        room=(box[2] - box[0]) * 0.8,
        tracking=4,
    )


def _brand(sheet: Sheet, at: tuple[float, float], ground: Rgb, size: int = 44, room: float = 320) -> None:
    ink = darker(ground, 0.6) if brightness(ground) > 120 else lighter(ground, 0.7)
    write(sheet.image, at, sheet.words.brand.upper(), size=size, ink=ink, room=room, tracking=size * 0.14)


def ricecooker(sheet: Sheet) -> None:
    """A rounded rice cooker with a front panel."""
    image = sheet.image
    lid = [(560, 240, "l"), (600, 330, "r"), (760, 424, "r"), (800, 430, "l")]
    turned(image, lid, lighter(sheet.body, 0.15), light="gloss", tilt=0.08)
    swell(image, box_mask((700, 520, 900, 590), 30), sheet.accent, radius=16, depth=0.5, shine=0.9)
    turned(image, [(796, 434, "l"), (822, 434, "l")], sheet.accent, light="metal", tilt=0.08)
    body = [(820, 426, "l"), (1000, 440, "s"), (1300, 410, "s"), (FLOOR - 24, 350, "r")]
    turned(image, body, sheet.body, light="gloss", tilt=0.08)
    _screen(image, (620, 960, 980, 1076), "18:30")
    for i, tone in enumerate(
        ((224, 96, 70), (206, 208, 212), (206, 208, 212), (206, 208, 212), (22, 122, 120))
    ):
        x = 640 + i * 80
        swell(image, oval_mask((x - 26, 1126, x + 26, 1178)), tone, radius=9, depth=0.5, shine=0.8)
    _brand(sheet, (800, 1248), sheet.body)


def airfryer(sheet: Sheet) -> None:
    """An air fryer with a drawer and a handle."""
    image = sheet.image
    body = [(400, 260, "l"), (470, 392, "r"), (1260, 420, "l"), (FLOOR - 20, 380, "r")]
    turned(image, body, sheet.body, light="matte", tilt=0.06)
    disc(image, 410, 250, lighter(sheet.body, 0.05), tilt=0.1)
    _screen(image, (600, 520, 1000, 650), "200℃ 15", (240, 170, 90))
    drawer = box_mask((440, 780, 1160, 1300), 60)
    swell(image, drawer, darker(sheet.body, 0.16), radius=34, depth=0.4, shine=0.5)
    fill(image, box_mask((520, 860, 1080, 1080), 30), (30, 26, 26))
    shine(image, (540, 880, 700, 1060), strength=0.14, blur=30)
    for x, y in ((600, 1030), (680, 1010), (770, 1034), (860, 1008), (950, 1030), (1020, 1016)):
        swell(
            image,
            oval_mask((x - 48, y - 34, x + 48, y + 34)),
            (214, 150, 70),
            radius=16,
            depth=0.5,
            shine=0.5,
        )
    swell(image, box_mask((660, 1120, 940, 1196), 36), sheet.accent, radius=20, depth=0.5, shine=0.9)
    _brand(sheet, (800, 720), sheet.body, 40)


def blender(sheet: Sheet) -> None:
    """A jug blender full of fruit."""
    image = sheet.image
    turned(image, [(240, 130, "l"), (256, 150, "r"), (330, 160, "l")], DARK, light="matte", tilt=0.06)
    jug = [(330, 236, "l"), (900, 176, "l"), (930, 160, "r")]
    turned(image, jug, (222, 234, 236), light="glass", tilt=0.08)
    turned(
        image,
        [(520, 208, "l"), (896, 170, "l"), (920, 156, "r")],
        lighter(sheet.body, 0.1) if brightness(sheet.body) < 190 else (236, 140, 120),
        light="gloss",
        tilt=0.08,
    )
    for x, y in ((720, 640), (850, 700), (760, 770), (870, 830), (720, 850)):
        swell(
            image,
            oval_mask((x - 44, y - 44, x + 44, y + 44)),
            (226, 92, 84),
            radius=18,
            depth=0.45,
            shine=0.5,
        )
    handle = box_mask((990, 400, 1110, 860), 56)
    ImageDraw.Draw(handle).rounded_rectangle((900, 452, 1060, 808), 44, fill=0)
    swell(image, handle, DARK, radius=16, shine=0.5)
    turned(image, [(928, 170, "l"), (980, 210, "s")], sheet.accent, light="metal", tilt=0.06)
    turned(
        image,
        [(978, 214, "l"), (1080, 268, "s"), (1330, 300, "s"), (FLOOR - 14, 286, "r")],
        sheet.body,
        light="gloss",
        tilt=0.06,
    )
    swell(image, oval_mask((716, 1110, 884, 1278)), sheet.accent, radius=30, depth=0.55, shine=0.9)
    ImageDraw.Draw(image).line([(800, 1136), (800, 1190)], fill=DARK, width=12)
    _brand(sheet, (800, 1330), sheet.body, 34)


def toaster(sheet: Sheet) -> None:
    """A two-slice toaster."""
    image = sheet.image
    for x in (560, 800):
        toast = box_mask((x, 560, x + 220, 900), 70)
        swell(image, toast, (206, 150, 92), radius=34, depth=0.4, shine=0.3)
        swell(image, box_mask((x + 26, 590, x + 194, 900), 56), (236, 200, 150), radius=20, depth=0.25)
    swell(image, box_mask((340, 760, 1240, 1340), 140), sheet.body, radius=80, depth=0.44, shine=0.62)
    swell(image, box_mask((500, 744, 1080, 800), 26), sheet.accent, radius=14, depth=0.55, shine=0.9)
    fill(image, box_mask((540, 758, 1040, 784), 12), (30, 26, 24))
    swell(image, box_mask((1214, 880, 1290, 960), 22), DARK, radius=14)
    swell(image, oval_mask((1010, 1080, 1150, 1220)), sheet.accent, radius=26, depth=0.55, shine=0.9)
    ImageDraw.Draw(image).line([(1080, 1092), (1080, 1140)], fill=DARK, width=10)
    _brand(sheet, (640, 1150), sheet.body, 58, 420)
    for x in (440, 1080):
        swell(image, box_mask((x, 1330, x + 100, FLOOR), 14), DARK, radius=10)


def hairdryer(sheet: Sheet) -> None:
    """A hair dryer: round barrel to the left, handle down."""
    image = sheet.image
    grip = polygon_mask(
        [(890, 760), (1080, 760), (1030, 1330), (1000, FLOOR), (880, FLOOR), (850, 1330)], soften=24
    )
    swell(image, grip, darker(sheet.body, 0.08), radius=44, depth=0.5, shine=0.5)
    nozzle = polygon_mask([(300, 520), (420, 440), (420, 820), (300, 740)], soften=12)
    swell(image, nozzle, DARK, radius=30, shine=0.5)
    barrel = box_mask((400, 400, 1240, 860), 220)
    swell(image, barrel, sheet.body, radius=110, depth=0.46, shine=0.62)
    swell(image, oval_mask((960, 410, 1250, 850)), sheet.accent, radius=40, depth=0.5, shine=0.9)
    swell(image, oval_mask((1000, 456, 1226, 806)), DARK, radius=30, depth=0.4, shine=0.3)
    pen = ImageDraw.Draw(image)
    for i in range(1, 6):
        pen.ellipse(
            (1000 + i * 18, 456 + i * 28, 1226 - i * 18, 806 - i * 28), outline=(96, 98, 106), width=6
        )
    swell(image, box_mask((440, 404, 480, 856), 20), sheet.accent, radius=12, shine=0.9)
    for y, tone in ((960, sheet.accent), (1060, lighter(sheet.body, 0.4))):
        swell(image, box_mask((900, y, 980, y + 70), 26), tone, radius=12, shine=0.8)
    shine(image, (520, 440, 900, 480), strength=0.5, blur=16)
    _brand(sheet, (700, 640), sheet.body, 52, 360)


def toothbrush(sheet: Sheet) -> None:
    """An electric toothbrush standing in its charger."""
    image = sheet.image
    turned(
        image,
        [(210, 26, "l"), (230, 34, "r"), (330, 36, "l"), (420, 26, "s"), (620, 40, "l")],
        (244, 246, 246),
        light="gloss",
        tilt=0.05,
    )
    bristles = box_mask((712, 216, 772, 326), 8)
    swell(image, bristles, (176, 216, 236), radius=10, depth=0.3)
    pen = ImageDraw.Draw(image, "RGBA")
    for y in range(222, 322, 12):
        pen.line([(714, y), (770, y)], fill=(90, 140, 170, 120), width=4)
    turned(image, [(622, 46, "l"), (640, 52, "l")], sheet.accent, light="metal", tilt=0.05)
    turned(
        image,
        [(640, 56, "l"), (760, 96, "s"), (1180, 92, "s"), (1250, 84, "l")],
        sheet.body,
        light="gloss",
        tilt=0.06,
    )
    swell(image, oval_mask((764, 830, 836, 902)), lighter(sheet.body, 0.5), radius=14, depth=0.5, shine=0.8)
    for i in range(3):
        fill(image, oval_mask((792, 950 + i * 44, 808, 966 + i * 44)), (90, 220, 190))
    turned(
        image,
        [(1240, 132, "l"), (1262, 150, "r"), (FLOOR - 14, 158, "l")],
        (240, 242, 242),
        light="gloss",
        tilt=0.1,
    )
    shade(image, (690, 1228, 910, 1274), strength=0.35, blur=10)
    write(image, (800, 1150), sheet.words.brand, size=34, ink=darker(sheet.body, 0.55), room=150)


def shaver(sheet: Sheet) -> None:
    """A rotary shaver with three heads."""
    image = sheet.image
    body = rounded(
        polygon_mask(
            [
                (650, 640),
                (950, 640),
                (970, 900),
                (940, 1320),
                (900, FLOOR),
                (700, FLOOR),
                (660, 1320),
                (630, 900),
            ]
        ),
        26,
    )
    swell(image, body, sheet.body, radius=64, depth=0.5, shine=0.55)
    grip = rounded(polygon_mask([(700, 860), (900, 860), (890, 1240), (800, 1290), (710, 1240)]), 30)
    swell(image, grip, darker(sheet.body, 0.3), radius=24, depth=0.4, shine=0.35)
    swell(
        image,
        polygon_mask([(600, 470), (1000, 470), (960, 660), (640, 660)], soften=50),
        darker(sheet.body, 0.2),
        radius=40,
        shine=0.5,
    )
    for x, y in ((690, 420), (910, 420), (800, 560)):
        swell(
            image,
            oval_mask((x - 112, y - 112, x + 112, y + 112)),
            sheet.accent,
            radius=30,
            depth=0.55,
            shine=0.9,
        )
        pen = ImageDraw.Draw(image)
        for r in (86, 66, 46):
            pen.ellipse((x - r, y - r, x + r, y + r), outline=darker(sheet.accent, 0.4), width=6)
        fill(image, oval_mask((x - 28, y - 28, x + 28, y + 28)), darker(sheet.accent, 0.5))
    swell(image, oval_mask((760, 740, 840, 820)), sheet.accent, radius=16, shine=0.9)
    write(image, (800, 1060), sheet.words.brand, size=40, ink=lighter(sheet.body, 0.6), room=170, tracking=2)
    ImageDraw.Draw(image).line([(MIDDLE - 20, 1340), (MIDDLE + 20, 1340)], fill=(90, 220, 190), width=8)
