"""Putting a cut-out on a ground: fitting, contact shadow, cast shadow, reflection."""

from PIL import Image, ImageChops, ImageDraw, ImageOps

from demo.drawing.colours import Rgb
from demo.drawing.paint import blurred


def fitted(sprite: Image.Image, wide: float, high: float, most: float = 1.5) -> Image.Image:
    """The cut-out scaled to fit into a room, enlarged at most `most` times."""
    scale = min(wide / sprite.width, high / sprite.height, most)
    size = (max(1, round(sprite.width * scale)), max(1, round(sprite.height * scale)))
    return sprite if size == sprite.size else sprite.resize(size, Image.Resampling.BICUBIC)


def tinted(colour: Rgb, mask: Image.Image, strength: float = 1) -> Image.Image:
    layer = Image.new("RGBA", mask.size, (*colour, 0))
    layer.putalpha(mask if strength == 1 else mask.point(lambda v: round(v * strength)))
    return layer


def glow(
    ground: Image.Image, box: tuple[int, int, int, int], colour: Rgb, strength: float, blur: float
) -> None:
    """A soft oval of one colour: a shadow or a light."""
    pad = round(blur * 3)
    wide, high = max(2, box[2] - box[0]), max(2, box[3] - box[1])
    mask = Image.new("L", (wide + pad * 2, high + pad * 2), 0)
    ImageDraw.Draw(mask).ellipse((pad, pad, pad + wide, pad + high), fill=255)
    over(ground, tinted(colour, blurred(mask, blur), strength), (box[0] - pad, box[1] - pad))


def over(ground: Image.Image, layer: Image.Image, at: tuple[int, int]) -> None:
    """alpha_composite that may hang over the edges."""
    x, y = at
    cut = (max(0, -x), max(0, -y), min(layer.width, ground.width - x), min(layer.height, ground.height - y))
    if cut[2] > cut[0] and cut[3] > cut[1]:
        ground.alpha_composite(layer.crop(cut), (x + cut[0], y + cut[1]))


def stand(
    ground: Image.Image,
    sprite: Image.Image,
    middle: int,
    floor: int,
    *,
    mirror: float = 0.14,
    dark: Rgb = (34, 32, 44),
    strength: float = 1,
) -> None:
    """Stand a cut-out on the floor with its shadows; `mirror` is how strong its reflection is."""
    left, wide, high = middle - sprite.width // 2, sprite.width, sprite.height
    alpha = sprite.getchannel("A")
    thin = round(min(wide, high) * 0.07) + 8
    glow(
        ground,
        (left - wide // 12, floor - thin, left + wide + wide // 12, floor + thin),
        dark,
        0.2 * strength,
        thin * 1.2,
    )
    if mirror:
        depth = min(high, 220)
        flipped = ImageOps.flip(sprite.crop((0, high - depth, wide, high)))
        fade = ImageOps.flip(Image.linear_gradient("L").resize((wide, depth))).point(
            lambda v: round(v * mirror)
        )
        flipped.putalpha(ImageChops.multiply(flipped.getchannel("A"), fade))
        over(ground, flipped, (left, floor - 3))
    cast = alpha.resize((round(wide * 1.05), max(8, round(high * 0.12)))).transform(
        (round(wide * 1.05) + round(high * 0.2), max(8, round(high * 0.12))),
        Image.Transform.AFFINE,
        (1, 1.4, -high * 0.17, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )
    padded = ImageOps.expand(cast, 40)
    over(
        ground,
        tinted(dark, blurred(padded, 13), 0.17 * strength),
        (left - 40, floor - max(8, round(high * 0.12)) - 36),
    )
    base = alpha.crop((0, max(0, high - 40), wide, high)).getbbox() or (0, 0, wide, 40)
    glow(ground, (left + base[0] + 6, floor - 14, left + base[2] - 6, floor + 13), dark, 0.55 * strength, 9)
    over(ground, sprite, (left, floor - high))
