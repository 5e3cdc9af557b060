"""Named colours of demo goods, and mixing. Colours are (red, green, blue), 0 to 255."""

Rgb = tuple[int, int, int]

NAMED: dict[str, Rgb] = {
    "amber": (176, 98, 30),
    "amberglass": (150, 78, 22),
    "berry": (166, 34, 74),
    "berryglass": (122, 22, 58),
    "blush": (232, 178, 172),
    "bordeaux": (38, 24, 30),
    "clearglass": (206, 222, 228),
    "cocoa": (74, 44, 34),
    "cognac": (158, 74, 20),
    "coral": (232, 106, 92),
    "cream": (244, 234, 214),
    "deepsea": (20, 62, 104),
    "espresso": (58, 38, 30),
    "forest": (40, 84, 66),
    "frost": (214, 228, 232),
    "glaze": (186, 210, 206),
    "gold": (206, 164, 88),
    "greenglass": (62, 88, 52),
    "honey": (222, 142, 28),
    "iceblue": (150, 200, 214),
    "leaf": (142, 178, 118),
    "lilac": (196, 180, 216),
    "milk": (240, 240, 234),
    "mint": (160, 206, 186),
    "mist": (190, 212, 216),
    "navy": (30, 48, 88),
    "oat": (220, 204, 178),
    "olive": (84, 92, 40),
    "peanut": (190, 130, 66),
    "pearl": (240, 230, 224),
    "plum": (104, 66, 112),
    "rose": (226, 160, 160),
    "rosegold": (214, 158, 136),
    "rosewood": (150, 64, 66),
    "sand": (224, 204, 172),
    "silver": (196, 202, 208),
    "sky": (148, 194, 226),
    "slate": (66, 74, 86),
    "steel": (176, 184, 192),
    "sun": (244, 190, 74),
    "tan": (178, 118, 70),
    "teal": (22, 122, 120),
    "terracotta": (192, 98, 66),
    "tortoise": (96, 56, 30),
    "whisky": (190, 112, 34),
    "white": (246, 246, 244),
    "wineground": (196, 150, 150),
    "wood": (186, 142, 94),
}

INK: Rgb = (38, 40, 46)
PAPER: Rgb = (250, 248, 243)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` 0 gives `one`, 1 gives `other`."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def lighter(colour: Rgb, share: float) -> Rgb:
    return mix(colour, (255, 255, 255), share)


def darker(colour: Rgb, share: float) -> Rgb:
    return mix(colour, (18, 18, 28), share)


def brightness(colour: Rgb) -> float:
    """Perceived brightness, 0 to 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def ink_on(ground: Rgb, tint: Rgb) -> Rgb:
    """A colour to write with on `ground`: the tint if it can be read there, else near black or near white."""
    if abs(brightness(tint) - brightness(ground)) > 105:
        return tint
    return darker(tint, 0.75) if brightness(ground) > 140 else lighter(tint, 0.86)
