"""What was sold, order by order: the sum that a product shows, told once whatever is heard again."""

from __future__ import annotations

from django.db import models

from tenancy.models import MallForeignKey, MallModel


class Sale(MallModel):
    """Pieces of a product that an order stands for: what was paid and neither cancelled, lost nor given back.

    `order`: a key of whoever sells, such as `order:12`.
    """

    product = MallForeignKey("catalog.Product", related_name="sales")
    order = models.CharField(max_length=40)
    pieces = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "order", "product"], name="sale_counted_once")]
