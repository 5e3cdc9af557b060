"""Spreadsheets that a supplier sends: the job, and what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class ImportJob(MallModel):
    """导入任务: a file, how its columns are read, and how far the work is. Knows no product."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Choose the columns")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Cannot be read")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        PRODUCTS = "products", _("Products")
        PICTURES = "pictures", _("Pictures")

    supplier = MallForeignKey("partners.Supplier", related_name="imports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRODUCTS)
    file = models.CharField(max_length=200)
    file_name = models.CharField(_("file"), max_length=120)
    columns = models.JSONField(default=dict, blank=True)
    """Field of the import -> number of the column in the file, counted from 0."""
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    bad = models.PositiveIntegerField(_("with problems"), default=0)
    made = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    created_at = models.DateTimeField(_("sent at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["mall", "supplier", "-id"], name="import_of_supplier")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(MallModel):
    """One row of a spreadsheet. `problems`: [field, sentence, values] each, in the order of the columns."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Nothing to change")
        BAD = "bad", _("With problems")

    job = MallForeignKey("partners.ImportJob", related_name="rows")
    number = models.PositiveIntegerField()
    """Of the row in the file, as the spreadsheet program counts."""
    key = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    is_applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["mall", "job", "number"], name="one_import_row")]
        indexes = [
            models.Index(
                fields=["mall", "job", "number"], name="import_bad", condition=models.Q(outcome="bad")
            )
        ]
