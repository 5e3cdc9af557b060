"""Draw the goods on all cores while the rest is made, then hang the pictures in each mall's folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from django.conf import settings
from PIL import Image

from catalog.selectors import product_id_of
from catalog.services.keep import keep_media
from demo import goods
from demo.drawing import stored, stored_banner
from demo.shelves import both
from tenancy.scope import Actor, in_mall

WIDTHS = (200, 400, 800)
VIEWS = ("front", "scene")

Drawn = dict[str, Future[list[tuple[str, int, str]]]]


def _folder() -> Path:
    return Path(settings.STATE_DIR) / "drawings"


def start(malls: Iterable[str], most: int | None) -> Drawn:
    """Begin drawing; returns what to wait for, by product code and by mall (its banners)."""
    pool = ProcessPoolExecutor(os.cpu_count() or 1)
    drawn: Drawn = {}
    for mall in malls:
        drawn[mall] = pool.submit(_draw_banners, mall, _folder())
        for product in [p for p in goods.products() if p.mall == mall][:most]:
            drawn[product.code] = pool.submit(_draw, product.code, _folder())
    pool.shutdown(wait=False)
    return drawn


def _draw(code: str, folder: Path) -> list[tuple[str, int, str]]:
    """(view, width, file) of each picture of a product."""
    product = goods.product(code)
    return [(view, width, str(stored(folder, product, view, width))) for view in VIEWS for width in WIDTHS]


def _draw_banners(mall: str, folder: Path) -> list[tuple[str, int, str]]:
    return [
        (banner.code, 0, str(_goods_of(stored_banner(folder, banner, "wide"))))
        for banner in goods.banners()
        if banner.mall == mall
    ]


def _goods_of(drawn: Path) -> Path:
    """The goods' half of a banner: the page writes the words itself, in the language of the reader."""
    path = drawn.with_name(f"{drawn.stem}-goods.webp")
    if not path.is_file():
        with Image.open(drawn) as whole:
            whole.crop((760, 0, 1600, 600)).save(path, "WEBP", quality=85)
    return path


def hang(drawn: Drawn, malls: dict[str, int]) -> None:
    """Wait for the drawings and put them into the malls' folders and catalogues."""
    for product in goods.products():
        if product.code in drawn:
            with in_mall(malls[product.mall], actor=Actor.staff()):
                _hang_product(product, drawn[product.code].result(), malls[product.mall])
    for code, mall_id in malls.items():
        for name, _, path in drawn[code].result():
            _copy(path, mall_id, f"banners/{name}.webp")


def _hang_product(product: goods.types.Product, files: list[tuple[str, int, str]], mall_id: int) -> None:
    for view, width, path in files:
        _copy(path, mall_id, f"products/{product.code.lower()}-{view}-{width}.webp")
    product_id = product_id_of(product.code)
    if product_id is None:
        return
    for position, view in enumerate(VIEWS):
        keep_media(
            product_id=product_id,
            name=f"products/{product.code.lower()}-{view}",
            widths=list(WIDTHS),
            alt=both(product.name),
            position=position,
        )


def _copy(path: str, mall_id: int, name: str) -> None:
    target = Path(settings.MEDIA_ROOT) / f"mall-{mall_id}" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(path, target)
