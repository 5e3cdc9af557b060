"""Pictures as WebP bytes: always the same for the same product, view, width and language."""

import zlib
from functools import lru_cache
from io import BytesIO

from PIL import Image

from demo.drawing.art import Words
from demo.drawing.colours import NAMED
from demo.drawing.paint import blank
from demo.drawing.scenes import VIEWS
from demo.drawing.shapes import SHAPES, Sheet
from demo.goods.types import Product

WIDTHS = (200, 400, 800)
QUALITY = 82


@lru_cache(maxsize=8)
def cutout(product: Product) -> Image.Image:
    """The product alone, cropped to its edges, at twice the final size."""
    first = product.skus[0]
    packed = product.trade.content_unit != "piece" or first.content > 1
    words = Words(
        brand=product.brand.name.en,
        brand_zh=product.brand.name.zh,
        name=product.name.zh,
        name_en=product.name.en,
        size=first.options[-1][1].zh if packed else "",
        seed=zlib.crc32(product.brand.code.encode()) % 9973,
    )
    image = blank()
    look = product.look
    SHAPES[look.shape](Sheet(image, NAMED[look.body], NAMED[look.accent], words))
    return image.crop(image.getbbox())


@lru_cache(maxsize=4)
def composed(product: Product, view: str, lang: str) -> Image.Image:
    """One view at 800 x 800. Raises KeyError for a view that does not exist."""
    whole = VIEWS[view](product, cutout(product), lang)
    return whole.convert("RGB").resize((800, 800), Image.Resampling.LANCZOS, reducing_gap=2.0)


def draw(product: Product, view: str, width: int, lang: str = "zh") -> bytes:
    """WebP bytes, `width` x `width` pixels. Views: front, scene, detail, card. `lang`: zh or en."""
    image = composed(product, view, lang)
    return encoded(image if width == 800 else image.resize((width, width), Image.Resampling.LANCZOS))


def encoded(image: Image.Image) -> bytes:
    held = BytesIO()
    image.save(held, "WEBP", quality=QUALITY, method=3)
    return held.getvalue()
