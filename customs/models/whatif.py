"""What-if runs: what a planned change of rates or rules would do to a mall's goods and open orders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class WhatIfRun(MallModel):
    """试算: one planned change, counted through in the background.

    `change`: as customs.policy.what_if.types.Change writes it; `on`: the day it would hold. `cursor`: how far it came,
    so that whoever goes on with it counts nothing twice. `summary`: counts and sums once it is done.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being counted")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    name = models.CharField(_("name"), max_length=100)
    change = models.JSONField()
    on = models.DateField(_("would hold on"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(_("to count"), default=0)
    done = models.PositiveIntegerField(_("counted"), default=0)
    slices = models.PositiveIntegerField(default=0)
    cursor = models.CharField(max_length=40, blank=True)
    summary = models.JSONField(default=dict)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    asked_by = models.CharField(_("by"), max_length=60)
    asked_at = models.DateTimeField(_("asked at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("what-if run")
        verbose_name_plural = _("what-if runs")
        indexes = [models.Index(fields=["mall", "state", "id"], name="what_if_state")]

    def __str__(self) -> str:
        return self.name


class WhatIfSlice(MallModel):
    """A part of a run's result: rows as they stand in the file, ready to be read out in order."""

    run = MallForeignKey("customs.WhatIfRun", related_name="parts")
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "run", "number"], name="one_what_if_slice")]
