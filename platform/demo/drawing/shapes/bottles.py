"""Bottles for skin and hair, pills, perfume: turned bodies with caps and labels."""

from dataclasses import replace

from PIL import ImageDraw

from demo.drawing.art import label
from demo.drawing.colours import PAPER, brightness, darker, ink_on, lighter
from demo.drawing.paint import FLOOR, MIDDLE, box_mask, disc, fill, shade, shine, swell, turned
from demo.drawing.shapes.sheet import Sheet
from demo.drawing.warp import faced, wrapped

BLACK = (40, 38, 40)


def dropper(sheet: Sheet) -> None:
    """A serum bottle with a rubber bulb and a metal collar."""
    image = sheet.image
    bulb = darker(sheet.accent, 0.78) if brightness(sheet.body) > 110 else lighter(sheet.accent, 0.5)
    turned(
        image, [(250, 40, "l"), (300, 74, "r"), (400, 78, "l"), (448, 84, "l")], bulb, light="matte", tilt=0
    )
    turned(image, [(440, 104, "l"), (452, 112, "r"), (590, 112, "l")], sheet.accent, light="metal", tilt=0.05)
    for y in range(466, 584, 13):
        ImageDraw.Draw(image, "RGBA").line(
            [(MIDDLE - 110, y), (MIDDLE + 110, y)], fill=(60, 40, 10, 38), width=3
        )
    neck = [(590, 96, "l"), (612, 96, "l"), (690, 236, "r"), (1350, 236, "l"), (FLOOR - 10, 214, "r")]
    turned(image, neck, sheet.body, light="glass", tilt=0.05)
    shade(image, (MIDDLE - 110, 588, MIDDLE + 110, 622), strength=0.5, blur=10)
    light = lighter(sheet.body, 0.86)
    art = label(sheet.words, (560, 470), None, ink_on(sheet.body, light), light)
    wrapped(image, art, 790, 236, cover=0.9, tilt=0.05)
    shine(image, (612, 720, 636, 1310), strength=0.4, blur=6)


def lotion(sheet: Sheet) -> None:
    """A tall frosted bottle with a metal cap."""
    image = sheet.image
    turned(image, [(262, 112, "l"), (276, 122, "r"), (520, 122, "l")], sheet.accent, light="metal", tilt=0.05)
    disc(image, 268, 116, sheet.accent, tilt=0.05)
    profile = [(522, 104, "l"), (536, 104, "l"), (610, 196, "r"), (1340, 212, "l"), (FLOOR - 10, 188, "r")]
    turned(image, profile, lighter(sheet.body, 0.2), light="gloss", tilt=0.05)
    shade(image, (MIDDLE - 120, 516, MIDDLE + 120, 552), strength=0.4, blur=10)
    ink = darker(sheet.body, 0.7)
    art = label(sheet.words, (520, 520), None, ink, darker(sheet.body, 0.35))
    wrapped(image, art, 730, 206, cover=0.92, tilt=0.05)


def pump(sheet: Sheet) -> None:
    """A shampoo bottle with a pump head."""
    image = sheet.image
    head = sheet.accent
    mask = box_mask((MIDDLE - 210, 262, MIDDLE + 92, 322), 30)
    ImageDraw.Draw(mask).polygon(
        [(MIDDLE - 206, 282), (MIDDLE - 222, 352), (MIDDLE - 176, 352), (MIDDLE - 160, 318)], fill=255
    )
    turned(image, [(300, 34, "l"), (436, 34, "l")], darker(head, 0.08), light="metal", tilt=0)
    swell(image, mask, head, radius=16, depth=0.42, shine=0.6)
    turned(image, [(420, 92, "l"), (434, 104, "r"), (520, 104, "l")], head, light="gloss", tilt=0.05)
    for x in range(MIDDLE - 96, MIDDLE + 100, 16):
        ImageDraw.Draw(image, "RGBA").line([(x, 440), (x, 516)], fill=(0, 0, 0, 26), width=4)
    profile = [(522, 90, "l"), (534, 90, "l"), (640, 262, "r"), (1330, 270, "l"), (FLOOR - 8, 236, "r")]
    turned(image, profile, sheet.body, light="gloss", tilt=0.05)
    shade(image, (MIDDLE - 104, 516, MIDDLE + 104, 552), strength=0.45, blur=10)
    art = label(sheet.words, (640, 520), lighter(sheet.body, 0.9), darker(sheet.body, 0.6), sheet.body)
    wrapped(image, art, 770, 268, cover=0.86, tilt=0.05)


def tube(sheet: Sheet) -> None:
    """A standing tube: flat crimp above, round cap below."""
    image = sheet.image
    left, right = MIDDLE - 214, MIDDLE + 214
    mask = box_mask((left, 268, right, 330), 10)
    ImageDraw.Draw(mask).polygon(
        [(left, 320), (right, 320), (MIDDLE + 176, 1190), (MIDDLE - 176, 1190)], fill=255
    )
    swell(image, mask, sheet.body, radius=52, depth=0.46, shine=0.55)
    pen = ImageDraw.Draw(image, "RGBA")
    for x in range(left + 8, right - 4, 12):
        pen.line([(x, 274), (x, 322)], fill=(0, 0, 0, 26), width=4)
    cap = [(1186, 172, "l"), (1200, 178, "r"), (FLOOR - 24, 168, "l"), (FLOOR - 6, 156, "r")]
    turned(image, cap, sheet.accent, light="gloss", tilt=0.05)
    shade(image, (MIDDLE - 176, 1176, MIDDLE + 176, 1210), strength=0.4, blur=9)
    ink = ink_on(sheet.body, darker(sheet.accent, 0.35))
    flat = label(sheet.words, (420, 640), None, ink, darker(sheet.accent, 0.1))
    faced(image, flat, [(left + 14, 420), (right - 14, 420), (MIDDLE + 182, 1100), (MIDDLE - 182, 1100)])
    shine(image, (MIDDLE - 158, 360, MIDDLE - 122, 1140), strength=0.42, blur=16)


def pills(sheet: Sheet) -> None:
    """A supplement bottle with a ribbed screw cap and a wide label."""
    image = sheet.image
    cap = lighter(sheet.accent, 0.1)
    turned(image, [(372, 196, "l"), (392, 212, "r"), (566, 212, "l")], cap, light="gloss", tilt=0.07)
    disc(image, 378, 198, cap, tilt=0.07)
    pen = ImageDraw.Draw(image, "RGBA")
    for i in range(-14, 15):
        x = MIDDLE + 210 * (i / 15) * (1.25 - abs(i / 15) * 0.25)
        pen.line([(x, 410), (x, 556)], fill=(0, 0, 0, 30), width=5)
    profile = [(572, 186, "l"), (594, 186, "l"), (676, 296, "r"), (1348, 296, "l"), (FLOOR - 6, 268, "r")]
    turned(image, profile, sheet.body, light="glass", tilt=0.06)
    shade(image, (MIDDLE - 210, 566, MIDDLE + 210, 612), strength=0.5, blur=10)
    tint = sheet.body if brightness(sheet.body) < 130 else darker(sheet.body, 0.5)
    art = label(replace(sheet.words, room=0.68), (760, 540), PAPER, darker(tint, 0.25), lighter(tint, 0.18))
    wrapped(image, art, 752, 298, cover=0.995, tilt=0.06)
    shine(image, (560, 700, 588, 1320), strength=0.34, blur=8)


def perfume(sheet: Sheet) -> None:
    """A thick square glass flacon with a metal stopper."""
    image = sheet.image
    turned(image, [(330, 84, "l"), (340, 92, "r"), (560, 92, "l")], sheet.accent, light="metal", tilt=0.05)
    disc(image, 334, 86, sheet.accent, tilt=0.05)
    turned(image, [(560, 74, "l"), (640, 74, "l")], lighter(sheet.accent, 0.2), light="metal", tilt=0)
    outer = box_mask((MIDDLE - 300, 632, MIDDLE + 300, FLOOR), 56)
    glass = lighter(sheet.body, 0.72)
    swell(image, outer, glass, radius=26, depth=0.42, shine=0.9)
    inner = box_mask((MIDDLE - 244, 690, MIDDLE + 244, FLOOR - 74), 36)
    swell(image, inner, lighter(sheet.body, 0.3), radius=70, depth=0.5, shine=0.35)
    fill(image, box_mask((MIDDLE - 244, 690, MIDDLE + 244, 758), 36), lighter(sheet.body, 0.8), 0.75)
    paper = label(sheet.words, (340, 380), PAPER, BLACK, sheet.accent, frame=True)
    image.alpha_composite(paper, (MIDDLE - 170, 846))
    shine(image, (MIDDLE - 284, 680, MIDDLE - 262, 1340), strength=0.75, blur=5)
    shine(image, (MIDDLE + 262, 700, MIDDLE + 274, 1300), strength=0.5, blur=5)


def flask(sheet: Sheet) -> None:
    """A steel vacuum flask with a loop lid."""
    image = sheet.image
    loop = box_mask((MIDDLE - 86, 216, MIDDLE + 86, 340), 54)
    ImageDraw.Draw(loop).rounded_rectangle((MIDDLE - 54, 250, MIDDLE + 54, 360), 34, fill=0)
    swell(image, loop, BLACK, radius=14, shine=0.4)
    turned(image, [(316, 150, "l"), (334, 164, "r"), (450, 164, "l")], BLACK, light="matte", tilt=0.05)
    turned(image, [(452, 160, "l"), (486, 160, "l")], sheet.accent, light="metal", tilt=0.04)
    profile = [(488, 166, "l"), (560, 206, "s"), (1310, 206, "l"), (1340, 204, "l")]
    turned(image, profile, sheet.body, light="matte", tilt=0.04)
    turned(image, [(1338, 202, "l"), (FLOOR - 6, 192, "r")], sheet.accent, light="metal", tilt=0.05)
    shade(image, (MIDDLE - 170, 480, MIDDLE + 170, 512), strength=0.45, blur=9)
    art = label(sheet.words, (420, 470), None, lighter(sheet.body, 0.8), lighter(sheet.body, 0.6))
    wrapped(image, art, 720, 206, cover=0.84, tilt=0.04)
