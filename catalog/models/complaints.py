"""Complaints about intellectual property: notice, takedown, counter-notice (E-commerce Law, art. 42-43)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Complaint(MallModel):
    """知识产权投诉. What was said stays; the state only moves on."""

    class Right(models.TextChoices):
        TRADEMARK = "trademark", _("Trademark")
        PATENT = "patent", _("Patent")
        COPYRIGHT = "copyright", _("Copyright")

    class State(models.TextChoices):
        FILED = "filed", _("Filed")
        DISMISSED = "dismissed", _("Dismissed")
        TAKEN_DOWN = "taken_down", _("Taken down")
        COUNTERED = "countered", _("Countered")
        RESTORED = "restored", _("Put back")
        UPHELD = "upheld", _("Upheld")

    product = MallForeignKey("catalog.Product", related_name="complaints")
    right = models.CharField(_("right"), max_length=10, choices=Right.choices)
    registration_no = models.CharField(_("registration number"), max_length=60)
    complainant = models.CharField(_("complainant"), max_length=120)
    contact = models.CharField(_("contact"), max_length=120)
    statement = models.TextField(_("statement"))
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.FILED)
    filed_at = models.DateTimeField(_("filed at"))
    taken_down_at = models.DateTimeField(_("taken down at"), null=True, blank=True)
    counter_statement = models.TextField(_("counter-notice"), blank=True)
    countered_at = models.DateTimeField(_("countered at"), null=True, blank=True)
    put_back_after = models.DateTimeField(_("put back after"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-filed_at", "-id"]
        indexes = [
            models.Index(
                fields=["mall", "product"],
                name="complaint_open",
                condition=Q(state__in=["taken_down", "countered", "upheld"]),
            )
        ]
