"""Jars and tins: cream, honey, bath salt, milk powder, cat food, beer, biscuits."""

from dataclasses import replace

from PIL import ImageDraw

from demo.drawing.art import label, pattern
from demo.drawing.colours import PAPER, brightness, darker, ink_on, lighter, mix
from demo.drawing.paint import FLOOR, MIDDLE, disc, shade, shine, turned
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.warp import wrapped


def jar(sheet: Sheet) -> None:
    """A wide cream jar with a metal lid."""
    image = sheet.image
    lid = sheet.accent
    turned(image, [(690, 392, "l"), (712, 408, "r"), (880, 408, "l")], lid, light="metal", tilt=0.1)
    disc(image, 696, 394, lid, tilt=0.1)
    profile = [(884, 396, "l"), (930, 420, "r"), (1240, 420, "l"), (1350, 356, "r")]
    turned(image, profile, sheet.body, light="gloss", tilt=0.1)
    shade(image, (MIDDLE - 400, 872, MIDDLE + 400, 950), strength=0.3, blur=12)
    art = label(
        sheet.words, (900, 330), None, ink_on(sheet.body, darker(sheet.accent, 0.5)), darker(lid, 0.15)
    )
    wrapped(image, art, 930, 420, cover=0.8, tilt=0.1)


def glassjar(sheet: Sheet) -> None:
    """A tall glass jar filled with its contents, under a wide lid."""
    image = sheet.image
    lid = sheet.accent
    turned(image, [(430, 236, "l"), (448, 250, "r"), (580, 250, "l")], lid, light="matte", tilt=0.08)
    disc(image, 436, 238, lid, tilt=0.08)
    profile = [(584, 232, "l"), (610, 232, "l"), (690, 300, "r"), (1340, 300, "l"), (FLOOR - 14, 270, "r")]
    turned(image, profile, sheet.body, light="glass", tilt=0.07)
    shade(image, (MIDDLE - 240, 576, MIDDLE + 240, 628), strength=0.45, blur=10)
    tint = sheet.body if brightness(sheet.body) < 140 else darker(sheet.body, 0.55)
    art = label(sheet.words, (740, 470), PAPER, darker(tint, 0.3), mix(tint, lid, 0.4), frame=True)
    wrapped(image, art, 800, 302, cover=0.9, tilt=0.07)
    shine(image, (548, 690, 572, 1330), strength=0.42, blur=7)


def honey(sheet: Sheet) -> None:
    """A squat jar of honey, jam or spread with a cloth-tone lid."""
    image = sheet.image
    lid = sheet.accent
    turned(image, [(560, 280, "l"), (580, 298, "r"), (700, 298, "l")], lid, light="matte", tilt=0.09)
    disc(image, 566, 284, lid, tilt=0.09)
    pen = ImageDraw.Draw(image, "RGBA")
    for i in range(-15, 16):
        x = MIDDLE + 292 * (i / 16) * (1.25 - abs(i / 16) * 0.25)
        pen.line([(x, 620), (x, 704)], fill=(0, 0, 0, 26), width=5)
    profile = [(704, 270, "l"), (724, 270, "l"), (812, 350, "r"), (1310, 350, "l"), (FLOOR - 30, 300, "r")]
    turned(image, profile, sheet.body, light="glass", tilt=0.08, fade=0.22)
    shade(image, (MIDDLE - 280, 694, MIDDLE + 280, 756), strength=0.4, blur=12)
    shine(image, (MIDDLE - 120, 800, MIDDLE + 180, 880), strength=0.25, blur=30)
    art = label(sheet.words, (820, 400), PAPER, darker(sheet.body, 0.62), sheet.body, frame=True)
    wrapped(image, art, 872, 352, cover=0.88, tilt=0.08)
    shine(image, (508, 820, 532, 1290), strength=0.45, blur=7)


def tin(sheet: Sheet) -> None:
    """A milk powder tin: metal, full wrap, plastic lid."""
    image = sheet.image
    turned(
        image,
        [(330, 316, "l"), (346, 326, "r"), (398, 326, "l")],
        lighter(sheet.body, 0.55),
        light="gloss",
        tilt=0.09,
    )
    disc(image, 336, 318, lighter(sheet.body, 0.62), tilt=0.09)
    turned(image, [(398, 306, "l"), (1340, 306, "l")], (214, 214, 210), light="metal", tilt=0.08)
    art = label(replace(sheet.words, room=0.66), (960, 860), PAPER, sheet.accent, sheet.body)
    pattern(art, sheet.body, sheet.words.seed, opacity=120)
    wrapped(image, art, 432, 306, cover=0.998, tilt=0.08, light="gloss")
    for y in (1322, 1340):
        turned(image, [(y, 310, "l"), (y + 12, 310, "l")], (206, 180, 120), light="metal", tilt=0.08)
    shade(image, (MIDDLE - 306, 394, MIDDLE + 306, 446), strength=0.35, blur=10)


def roundtin(sheet: Sheet) -> None:
    """A wide biscuit tin with a printed lid edge."""
    image = sheet.image
    turned(image, [(830, 470, "l"), (1290, 470, "l"), (1306, 462, "r")], sheet.body, light="metal", tilt=0.16)
    art = label(sheet.words, (1300, 330), None, ink_on(sheet.body, sheet.accent), sheet.accent)
    wrapped(image, art, 944, 470, cover=0.78, tilt=0.16)
    turned(
        image,
        [(716, 476, "l"), (728, 484, "r"), (850, 484, "l")],
        lighter(sheet.body, 0.06),
        light="metal",
        tilt=0.16,
    )
    disc(image, 722, 476, sheet.body, tilt=0.16)
    pen = ImageDraw.Draw(image, "RGBA")
    for share in (0.82, 0.78, 0.4):
        wide, high = 476 * share, 476 * 0.16 * share
        pen.ellipse(
            (MIDDLE - wide, 722 - high, MIDDLE + wide, 722 + high), outline=(*sheet.accent, 220), width=4
        )
    trim = [(836, 485, "l"), (852, 485, "l")]
    turned(image, trim, sheet.accent, light="metal", tilt=0.16)
    shade(image, (MIDDLE - 460, 880, MIDDLE + 460, 960), strength=0.3, blur=14)


def petcan(sheet: Sheet) -> None:
    """A flat food can with a pull ring."""
    image = sheet.image
    turned(image, [(800, 372, "l"), (1340, 372, "l")], (205, 208, 210), light="metal", tilt=0.13)
    art = label(replace(sheet.words, room=0.6), (1120, 430), sheet.body, PAPER, lighter(sheet.body, 0.5))
    pattern(art, lighter(sheet.body, 0.7), sheet.words.seed, opacity=90)
    wrapped(image, art, 850, 372, cover=0.998, tilt=0.13, light="gloss")
    turned(image, [(790, 380, "l"), (812, 380, "l")], (222, 224, 226), light="metal", tilt=0.13)
    disc(image, 792, 380, (196, 200, 204), tilt=0.13)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.ellipse((MIDDLE - 40, 760, MIDDLE + 160, 806), outline=(120, 124, 130, 255), width=12)
    pen.ellipse((MIDDLE - 40, 756, MIDDLE + 160, 802), outline=(236, 238, 240, 255), width=8)


def beercan(sheet: Sheet) -> None:
    """A tall drinks can."""
    image = sheet.image
    turned(
        image, [(352, 176, "l"), (366, 182, "l"), (378, 180, "l")], (216, 218, 220), light="metal", tilt=0.08
    )
    disc(image, 356, 174, (190, 194, 198), tilt=0.09)
    profile = [(376, 180, "l"), (460, 226, "s"), (1310, 226, "l"), (FLOOR - 10, 176, "s")]
    turned(image, profile, sheet.body, light="metal", tilt=0.07)
    art = label(sheet.words, (700, 620), None, ink_on(sheet.body, sheet.accent), sheet.accent)
    wrapped(image, art, 560, 226, cover=0.86, tilt=0.07)
    turned(image, [(1230, 227, "l"), (1252, 227, "l")], sheet.accent, light="metal", tilt=0.07)
    shine(image, (MIDDLE - 164, 470, MIDDLE - 134, 1290), strength=0.4, blur=8)
