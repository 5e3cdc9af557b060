"""The papers a supplier shows: private files, looked into before they are kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class SupplierPaper(MallModel):
    """资质文件: `file` is a name in the mall's private folder, never one that a page links to."""

    class Kind(models.TextChoices):
        LICENCE = "licence", _("Business licence")
        CUSTOMS = "customs", _("Customs registration")
        BANK = "bank", _("Bank account")
        PERMIT = "permit", _("Trade permit")
        OTHER = "other", _("Other paper")

    supplier = MallForeignKey("partners.Supplier", related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("file"), max_length=120)
    file = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("supplier's paper")
        verbose_name_plural = _("suppliers' papers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "supplier", "digest"], name="paper_once_per_supplier")
        ]

    def __str__(self) -> str:
        return self.name
