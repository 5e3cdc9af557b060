"""What shoppers say of a product, and what the mall answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Review(MallModel):
    """A review is never deleted: hiding it takes a reason (E-commerce Law, art. 39).

    `follow_up` (追评) stands below it."""

    product = MallForeignKey("catalog.Product", related_name="reviews")
    sku = MallForeignKey("catalog.Sku", null=True, related_name="+")
    shopper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    bought_line = models.BigIntegerField(null=True, editable=False)
    """The order line it speaks of: whoever bought writes once about it. Empty where it came from elsewhere."""
    name_shown = models.CharField(_("name shown"), max_length=40)
    stars = models.PositiveSmallIntegerField(_("stars"))
    text = models.TextField(_("text"))
    reply = models.TextField(_("reply"), blank=True)
    pictures = models.JSONField(_("pictures"), null=True, editable=False)
    """Names without width and suffix, as those of goods; none: null or empty."""
    follow_up = models.TextField(_("added later"), blank=True, default="", db_default="")
    follow_up_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.CharField(_("hidden because"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "bought_line"], name="one_review_per_line"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="stars_one_to_five"),
        ]
        indexes = [
            models.Index(fields=["mall", "product", "-created_at"], name="review_of_product"),
            models.Index(fields=["mall", "id"], name="review_hidden", condition=~Q(hidden_reason="")),
        ]
