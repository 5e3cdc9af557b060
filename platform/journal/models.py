"""Facts, their deliveries, idempotency keys; and above the malls the scheduler's ticks and workers' pulses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Fact(MallModel):
    """An event that happened, kept for ever (append-only by grants)."""

    kind = models.CharField(_("kind"), max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(_("subject"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    occurred_at = models.DateTimeField(_("occurred at"))

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            models.Index(fields=["mall", "subject", "id"], name="journal_fact_subject"),
            models.Index(fields=["mall", "kind", "occurred_at"], name="journal_fact_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Delivery(MallModel):
    """One fact for one hearer: the transactional outbox."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        DONE = "done", _("Done")
        DEAD = "dead", _("Dead letter")

    fact = MallForeignKey("journal.Fact", related_name="deliveries")
    hearer = models.CharField(_("hearer"), max_length=120)
    subject = models.CharField(_("subject"), max_length=60)
    state = models.CharField(_("state"), max_length=4, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next at"))
    lease_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["mall", "fact", "hearer"], name="one_delivery_per_hearer")
        ]
        indexes = [
            models.Index(fields=["mall", "next_at"], name="journal_delivery_due", condition=Q(state="due")),
            models.Index(
                fields=["mall", "hearer", "subject", "id"],
                name="journal_delivery_order",
                condition=~Q(state="done"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearer} ← {self.subject}"


class IdempotencyKey(MallModel):
    """A request that was answered: the same key gives the same answer, in the transaction of its effect."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "scope", "key"], name="one_answer_per_key")]


class Tick(models.Model):
    """A period of a scheduled job that was taken: two schedulers are harmless. Above the malls."""

    job = models.CharField(max_length=40)
    period = models.BigIntegerField()
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="one_tick_per_period")]


class Pulse(models.Model):
    """When a queue's worker, or the scheduler, was last heard. Above the malls.

    `since`: of the scheduler alone, when its unbroken ticking began.
    """

    queue = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)
