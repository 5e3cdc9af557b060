"""Wine, sparkling wine, spirits, sake, oil: glass with depth, capsules and paper labels."""

from PIL import ImageDraw

from demo.drawing.art import label
from demo.drawing.colours import PAPER, Rgb, brightness, darker, lighter, mix
from demo.drawing.paint import FLOOR, MIDDLE, Profile, disc, shade, shine, turned
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.warp import wrapped

IVORY: Rgb = (247, 242, 230)


def _glass(sheet: Sheet, profile: Profile, colour: Rgb) -> None:
    turned(sheet.image, profile, colour, light="glass", tilt=0.06, fade=0.2)


def wine(sheet: Sheet) -> None:
    """A Bordeaux bottle with a foil capsule."""
    image = sheet.image
    profile = [(300, 62, "l"), (560, 66, "l"), (760, 200, "s"), (1356, 200, "l"), (FLOOR - 2, 184, "r")]
    _glass(sheet, profile, sheet.body)
    foil = darker(mix(sheet.body, (130, 20, 40), 0.6), 0.1) if brightness(sheet.body) < 50 else sheet.accent
    turned(
        image,
        [(214, 64, "l"), (224, 70, "r"), (246, 70, "l"), (250, 66, "l"), (476, 68, "l")],
        foil,
        light="metal",
        tilt=0.06,
    )
    disc(image, 218, 64, foil, tilt=0.08)
    tint = (96, 28, 42) if brightness(sheet.body) < 50 else (64, 78, 50)
    art = label(sheet.words, (500, 430), IVORY, tint, (178, 142, 78), frame=True)
    wrapped(image, art, 846, 201, cover=0.93, tilt=0.05)
    shine(image, (MIDDLE - 158, 800, MIDDLE - 138, 1340), strength=0.34, blur=6)


def sparkling(sheet: Sheet) -> None:
    """A heavier bottle, foil down to the shoulder."""
    image = sheet.image
    profile = [(420, 76, "l"), (560, 84, "l"), (860, 226, "s"), (1356, 226, "l"), (FLOOR - 2, 206, "r")]
    _glass(sheet, profile, sheet.body)
    foil = [(216, 70, "l"), (236, 82, "r"), (300, 84, "l"), (330, 76, "s"), (520, 80, "l"), (600, 100, "s")]
    turned(image, foil, sheet.accent, light="metal", tilt=0.12)
    disc(image, 222, 72, sheet.accent, tilt=0.1)
    art = label(sheet.words, (540, 400), IVORY, darker(sheet.body, 0.3), sheet.accent, frame=True)
    wrapped(image, art, 890, 227, cover=0.92, tilt=0.06)
    shine(image, (MIDDLE - 178, 880, MIDDLE - 156, 1340), strength=0.36, blur=7)


def spirits(sheet: Sheet) -> None:
    """A broad-shouldered bottle of clear liquid with a wooden stopper."""
    image = sheet.image
    turned(image, [(256, 84, "l"), (268, 92, "r"), (352, 92, "l")], (92, 58, 36), light="matte", tilt=0.07)
    disc(image, 262, 86, (112, 74, 48), tilt=0.07)
    neck = [(354, 70, "l"), (362, 82, "r"), (386, 82, "l"), (392, 70, "l"), (560, 74, "l")]
    _glass(sheet, neck, mix(sheet.body, (226, 222, 212), 0.7))
    body = [(556, 74, "l"), (660, 252, "r"), (1330, 246, "l"), (FLOOR - 2, 226, "r")]
    _glass(sheet, body, sheet.body)
    warm = lighter(sheet.body, 0.5)
    shine(image, (MIDDLE - 130, 700, MIDDLE + 150, 1300), strength=0.5, blur=46, colour=warm)
    shade(image, (MIDDLE - 250, 1290, MIDDLE + 250, 1410), strength=0.3, blur=20)
    shine(image, (MIDDLE - 180, 1336, MIDDLE + 180, 1360), strength=0.5, blur=10)
    tint = darker(sheet.body, 0.62)
    art = label(sheet.words, (580, 430), IVORY, tint, mix(sheet.body, (170, 130, 70), 0.5), frame=True)
    wrapped(image, art, 806, 251, cover=0.84, tilt=0.05)
    shine(image, (MIDDLE - 214, 690, MIDDLE - 194, 1300), strength=0.5, blur=6)


def decanter(sheet: Sheet) -> None:
    """A round brandy decanter with a glass stopper."""
    image = sheet.image
    turned(
        image,
        [(240, 40, "l"), (300, 92, "r"), (370, 60, "s"), (410, 54, "l")],
        lighter(sheet.body, 0.7),
        light="glass",
        tilt=0.05,
    )
    turned(image, [(404, 78, "l"), (440, 78, "l")], sheet.accent, light="metal", tilt=0.06)
    _glass(sheet, [(440, 64, "l"), (600, 78, "l"), (640, 90, "s")], lighter(sheet.body, 0.4))
    body = [(636, 88, "l"), (720, 250, "s"), (980, 372, "r"), (1330, 290, "r"), (FLOOR - 2, 262, "r")]
    _glass(sheet, body, sheet.body)
    shine(
        image,
        (MIDDLE - 180, 820, MIDDLE + 200, 1290),
        strength=0.45,
        blur=60,
        colour=lighter(sheet.body, 0.45),
    )
    shade(image, (MIDDLE - 330, 1260, MIDDLE + 330, 1420), strength=0.36, blur=24)
    shine(image, (MIDDLE - 200, 1326, MIDDLE + 200, 1352), strength=0.5, blur=10)
    art = label(sheet.words, (560, 330), IVORY, darker(sheet.body, 0.6), sheet.accent, frame=True)
    wrapped(image, art, 880, 356, cover=0.66, tilt=0.04)
    shine(image, (MIDDLE - 276, 860, MIDDLE - 244, 1130), strength=0.55, blur=12)


def sake(sheet: Sheet) -> None:
    """A tall frosted bottle with a vertical paper label."""
    image = sheet.image
    profile = [(330, 66, "l"), (520, 72, "l"), (800, 196, "s"), (1356, 196, "l"), (FLOOR - 2, 182, "r")]
    turned(image, profile, sheet.body, light="matte", tilt=0.06)
    turned(image, [(220, 68, "l"), (232, 76, "r"), (352, 76, "l")], sheet.accent, light="metal", tilt=0.07)
    disc(image, 225, 70, sheet.accent, tilt=0.07)
    art = label(sheet.words, (330, 470), IVORY, sheet.accent, (176, 44, 48))
    wrapped(image, art, 836, 197, cover=0.74, tilt=0.05)
    shine(image, (MIDDLE - 150, 820, MIDDLE - 128, 1340), strength=0.4, blur=9)


def oil(sheet: Sheet) -> None:
    """A square-shouldered dark oil bottle with a pourer cap."""
    image = sheet.image
    turned(image, [(236, 66, "l"), (248, 74, "r"), (400, 74, "l")], sheet.accent, light="metal", tilt=0.07)
    disc(image, 241, 68, sheet.accent, tilt=0.07)
    profile = [(402, 62, "l"), (590, 68, "l"), (720, 198, "r"), (1350, 198, "l"), (FLOOR - 2, 180, "r")]
    _glass(sheet, profile, darker(sheet.body, 0.15))
    art = label(sheet.words, (480, 520), PAPER, darker(sheet.body, 0.2), sheet.body, frame=True)
    pen = ImageDraw.Draw(art)
    pen.rectangle((0, 0, 480, 22), fill=sheet.accent)
    wrapped(image, art, 790, 199, cover=0.95, tilt=0.05)
    shine(image, (MIDDLE - 158, 740, MIDDLE - 138, 1330), strength=0.36, blur=6)
