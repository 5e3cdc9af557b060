"""What the search reads: a document a product, and the words that suggestions and corrections come from."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tenancy.models import MallForeignKey, MallModel


class SearchDocument(MallModel):
    """A product on sale as the search sees it: its lexemes, and what lists are narrowed and sorted by.

    `document` is made by catalog.search.documents: weight A title and brand, B category, C selling point, options,
    codes, D pinyin. The index on (mall, document) stands in the migration.
    """

    product = MallForeignKey("catalog.Product", related_name="documents")
    document = SearchVectorField(default="")
    brand_zh = models.CharField(max_length=80, blank=True)
    brand_en = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=2)
    mode = models.CharField(max_length=20)
    supplier = MallForeignKey("partners.Supplier", related_name="+")
    warehouse = MallForeignKey("inventory.Warehouse", related_name="+")
    category = MallForeignKey("catalog.Category", related_name="+")
    price = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    sold = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "product"], name="one_search_document")]


class SearchTerm(MallModel):
    """A way to type a word of the mall: the word itself, its pinyin, its initials. `weight`: documents it stands in."""

    class Kind(models.TextChoices):
        BRAND = "brand"
        CATEGORY = "category"
        WORD = "word"

    key = models.CharField(max_length=80, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    word = models.CharField(max_length=80)
    english = models.CharField(max_length=80, blank=True)
    weight = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "key", "kind", "word"], name="one_search_term")
        ]
