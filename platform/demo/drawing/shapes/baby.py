"""Things for babies: feeding bottle, stroller, bear, blocks, romper."""

import math

from PIL import ImageDraw

from demo.drawing.art import label
from demo.drawing.colours import darker, lighter, mix
from demo.drawing.paint import (
    FLOOR,
    MIDDLE,
    blank,
    box_mask,
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
from demo.drawing.warp import wrapped
from demo.drawing.words import write


def babybottle(sheet: Sheet) -> None:
    """A feeding bottle with milk, scale and handles."""
    image = sheet.image
    turned(
        image,
        [(250, 26, "l"), (300, 46, "r"), (380, 60, "s"), (450, 130, "s")],
        (236, 206, 170),
        light="matte",
        tilt=0.06,
    )
    turned(image, [(446, 150, "l"), (462, 166, "r"), (580, 166, "l")], sheet.accent, light="gloss", tilt=0.07)
    for side in (-1, 1):
        x = MIDDLE + side * 250
        ring = oval_mask((x - 120, 640, x + 120, 1060))
        ImageDraw.Draw(ring).ellipse((x - 66, 704, x + 66, 996), fill=0)
        swell(image, ring, lighter(sheet.accent, 0.15), radius=18, depth=0.45, shine=0.6)
    profile = [(582, 150, "l"), (680, 232, "s"), (1000, 214, "s"), (1320, 236, "s"), (FLOOR - 12, 200, "r")]
    turned(image, profile, (232, 240, 240), light="glass", tilt=0.06)
    milk = [(820, 204, "l"), (1000, 196, "s"), (1310, 216, "s"), (FLOOR - 30, 186, "r")]
    turned(image, milk, sheet.body, light="matte", tilt=0.06)
    pen = ImageDraw.Draw(image)
    for i in range(7):
        pen.line(
            [(MIDDLE + 96, 760 + i * 72), (MIDDLE + (150 if i % 2 else 128), 760 + i * 72)],
            fill=darker(sheet.accent, 0.4),
            width=6,
        )
    art = label(sheet.words, (300, 340), None, darker(sheet.accent, 0.5), darker(sheet.accent, 0.1))
    wrapped(image, art, 900, 210, cover=0.62, tilt=0.04, middle=MIDDLE - 50)
    shine(image, (MIDDLE - 160, 700, MIDDLE - 136, 1300), strength=0.6, blur=7)


def stroller(sheet: Sheet) -> None:
    """A folding stroller from the side."""
    image = sheet.image
    pen = ImageDraw.Draw(image)
    frame = (90, 96, 104)
    for line in (
        [(560, 1250), (1060, 620), (1230, 430)],
        [(620, 860), (1100, 1240)],
        [(1060, 620), (620, 900)],
    ):
        pen.line(line, fill=frame, width=30, joint="curve")
        pen.line([(x - 6, y - 7) for x, y in line], fill=lighter(frame, 0.45), width=8, joint="curve")
    swell(image, box_mask((1160, 392, 1330, 450), 28), sheet.accent, radius=12)
    hood = blank().getchannel("A")
    ImageDraw.Draw(hood).pieslice((430, 300, 1090, 960), 150, 318, fill=255)
    swell(image, rounded(hood, 8), sheet.body, radius=70, depth=0.5, shine=0.5)
    for angle in (190, 232, 274):
        x, y = 760 + 330 * math.cos(math.radians(angle)), 630 + 330 * math.sin(math.radians(angle))
        pen.line([(760, 630), (x, y)], fill=darker(sheet.body, 0.35), width=6)
    seat = polygon_mask([(474, 720), (930, 660), (1060, 640), (980, 930), (700, 1020), (540, 930)], soften=26)
    swell(image, seat, darker(sheet.body, 0.12), radius=54, depth=0.5, shine=0.4)
    bar = polygon_mask([(500, 772), (820, 716), (824, 752), (508, 812)], soften=10)
    swell(image, bar, sheet.accent, radius=10)
    for x in (560, 1100):
        swell(
            image,
            oval_mask((x - 140, FLOOR - 280, x + 140, FLOOR)),
            (52, 54, 60),
            radius=20,
            depth=0.5,
            shine=0.5,
        )
        swell(
            image, oval_mask((x - 94, FLOOR - 234, x + 94, FLOOR - 46)), (206, 210, 214), radius=22, depth=0.4
        )
        swell(image, oval_mask((x - 34, FLOOR - 174, x + 34, FLOOR - 106)), sheet.accent, radius=10)
    write(image, (740, 868), sheet.words.brand, size=50, ink=lighter(sheet.body, 0.8), room=300)


def bear(sheet: Sheet) -> None:
    """A sitting plush bear."""
    image, coat = sheet.image, sheet.body
    pale = mix(coat, sheet.accent, 0.75)
    parts = [
        ((520, 830, 1080, 1380), coat, 90),
        ((380, 820, 610, 1120), coat, 50),
        ((990, 820, 1220, 1120), coat, 50),
        ((640, 920, 960, 1330), pale, 60),
        ((530, 270, 720, 460), coat, 36),
        ((880, 270, 1070, 460), coat, 36),
        ((572, 312, 684, 424), pale, 24),
        ((916, 312, 1028, 424), pale, 24),
        ((480, 300, 1120, 880), coat, 100),
        ((640, 600, 960, 830), pale, 50),
        ((390, 1150, 670, 1390), coat, 60),
        ((930, 1150, 1210, 1390), coat, 60),
        ((440, 1200, 600, 1360), pale, 34),
        ((1000, 1200, 1160, 1360), pale, 34),
    ]
    for box, colour, soft in parts:
        swell(image, oval_mask(box), colour, radius=soft * 0.8, depth=0.42, shine=0.34)
    for x in (680, 920):
        swell(image, oval_mask((x - 26, 540, x + 26, 596)), (44, 32, 28), radius=8, shine=0.9)
    swell(image, oval_mask((748, 630, 852, 704)), (70, 46, 38), radius=12, shine=0.8)
    pen = ImageDraw.Draw(image)
    for box in ((740, 690, 802, 760), (798, 690, 860, 760)):
        pen.arc(box, 20, 160, fill=(90, 60, 48), width=8)
    bow = polygon_mask([(800, 880), (690, 830), (680, 940), (800, 896), (920, 940), (910, 830)], soften=12)
    swell(image, bow, (188, 92, 82), radius=14, depth=0.5, shine=0.6)


def blocks(sheet: Sheet) -> None:
    """Wooden building blocks stacked, with an arch and a ball."""
    image = sheet.image
    wood = (222, 184, 136)
    tones = [sheet.body, sheet.accent, (214, 96, 84), (126, 164, 206), wood]
    boxes = [
        (360, 1130, 620, FLOOR),
        (640, 1130, 900, FLOOR),
        (980, 1130, 1240, FLOOR),
        (500, 870, 760, 1130),
        (560, 610, 820, 870),
    ]
    for box, tone in zip(boxes, tones, strict=True):
        swell(image, box_mask(box, 22), tone, radius=26, depth=0.4, shine=0.5)
        swell(
            image,
            box_mask((box[0] + 34, box[1] + 34, box[2] - 34, box[3] - 34), 16),
            lighter(tone, 0.22),
            radius=12,
            depth=0.25,
            shine=0.3,
        )
    for (x0, y0, x1, y1), letter in zip(boxes, "CP家乐星", strict=True):
        write(image, ((x0 + x1) / 2, (y0 + y1) / 2), letter, size=130, ink=darker(wood, 0.62), bold=0.03)
    arch = box_mask((790, 870, 1250, 1130), 20)
    ImageDraw.Draw(arch).pieslice((900, 950, 1140, 1310), 180, 360, fill=0)
    swell(image, arch, wood, radius=24, depth=0.4, shine=0.5)
    roof = polygon_mask([(690, 350), (870, 610), (510, 610)], soften=14)
    swell(image, roof, (214, 96, 84), radius=30, depth=0.45, shine=0.5)
    swell(image, oval_mask((930, 650, 1150, 870)), sheet.body, radius=60, depth=0.5, shine=0.8)


def romper(sheet: Sheet) -> None:
    """A knitted baby romper laid flat."""
    image = sheet.image
    right = [
        (880, 330),
        (980, 300),
        (1180, 520),
        (1080, 640),
        (1010, 570),
        (1010, 900),
        (1130, 1250),
        (960, 1330),
        (850, 1110),
    ]
    shape = [*right, *[(1600 - x, y) for x, y in reversed(right)]]
    mask = rounded(polygon_mask(shape), 22)
    ImageDraw.Draw(mask).ellipse((700, 220, 900, 400), fill=0)
    swell(image, mask, sheet.body, radius=56, depth=0.36, shine=0.4)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.arc((692, 216, 908, 408), 0, 180, fill=(*sheet.accent, 255), width=18)
    for y in range(470, 1030, 96):
        swell(image, oval_mask((786, y, 814, y + 28)), sheet.accent, radius=6)
    pen.line([(800, 420), (800, 1110)], fill=(*darker(sheet.body, 0.2), 160), width=4)
    for x, y in ((640, 700), (940, 780), (690, 960), (920, 560), (660, 540)):
        fill(image, oval_mask((x - 22, y - 22, x + 22, y + 22)), lighter(sheet.accent, 0.3))
    shade(image, (700, 1040, 900, 1120), strength=0.2, blur=20)
    write(image, (800, 440), sheet.words.brand, size=30, ink=darker(sheet.body, 0.6), room=140)
