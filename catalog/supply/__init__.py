"""What those who work on goods read: a supplier its own, staff all of the mall, anybody else nothing."""

from catalog.supply.goods import GoodsPage, GoodsRow, Search, SkuLine, counts, goods_page, goods_row, sku_line
from catalog.supply.stocks import StockLine, stock_line, stock_page, warehouses

__all__ = [
    "GoodsPage",
    "GoodsRow",
    "Search",
    "SkuLine",
    "StockLine",
    "counts",
    "goods_page",
    "goods_row",
    "sku_line",
    "stock_line",
    "stock_page",
    "warehouses",
]
