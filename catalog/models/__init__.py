"""The tables of the catalogue."""

from catalog.models.brands import Brand, BrandPaper
from catalog.models.complaints import Complaint
from catalog.models.goods import Category, Media, Mode, Product, Sku, TradeProfile
from catalog.models.prices import DailyPrice, PriceTier, SupplierCost
from catalog.models.sales import Sale
from catalog.models.search import SearchDocument, SearchTerm
from catalog.models.variants import Attribute, AttributeChoice, BundleItem, SkuChoice

__all__ = [
    "Attribute",
    "AttributeChoice",
    "Brand",
    "BrandPaper",
    "BundleItem",
    "Category",
    "Complaint",
    "DailyPrice",
    "Media",
    "Mode",
    "PriceTier",
    "Product",
    "Sale",
    "SearchDocument",
    "SearchTerm",
    "Sku",
    "SkuChoice",
    "SupplierCost",
    "TradeProfile",
]
