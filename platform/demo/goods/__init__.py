"""What the three demo malls sell: pure data, read from TOML, no Django.

from demo.goods import malls, products, product, reviews, articles, banners
"""

from demo.goods.reading import attributes, brands, categories, product, products, suppliers, warehouses
from demo.goods.texts import articles, banners, malls, reviews

__all__ = [
    "articles",
    "attributes",
    "banners",
    "brands",
    "categories",
    "malls",
    "product",
    "products",
    "reviews",
    "suppliers",
    "warehouses",
]
