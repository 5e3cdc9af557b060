"""Rules, blacklist and cases of one mall."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.risk.rules import CAUSES, KINDS, PAYER, REFUSE, VELOCITY
from tenancy.models import MallForeignKey, MallModel


class Rule(MallModel):
    """风控规则: more than `most` within `hours` causes `causes`. For the payer's rule both figures say nothing."""

    kind = models.CharField(_("kind"), max_length=20, choices=list(KINDS.items()))
    most = models.PositiveIntegerField(_("at most"), default=5)
    hours = models.PositiveIntegerField(_("within hours"), default=24)
    causes = models.CharField(_("consequence"), max_length=10, choices=list(CAUSES.items()))
    is_active = models.BooleanField(_("in force"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("risk rule")
        verbose_name_plural = _("risk rules")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "kind", "causes"], name="one_rule_per_kind_and_consequence"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=24 * 366), name="window_of_a_year_at_most"
            ),
            models.CheckConstraint(condition=~Q(kind=PAYER, causes=REFUSE), name="money_in_is_not_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_causes_display()}"


class BlacklistEntry(MallModel):
    """黑名单: who is not served. The value stands as a keyed hash of this mall; `shown` is its mask."""

    kind = models.CharField(_("kind"), max_length=20, choices=[(kind, KINDS[kind]) for kind in VELOCITY])
    value_key = models.CharField(max_length=64, editable=False)
    shown = models.CharField(_("who or what"), max_length=80)
    reason = models.CharField(_("reason"), max_length=200)
    causes = models.CharField(_("consequence"), max_length=10, choices=list(CAUSES.items()), default=REFUSE)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    added_by = models.CharField(_("added by"), max_length=60)
    added_at = models.DateTimeField(_("added at"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.CharField(_("lifted by"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("blacklist entry")
        verbose_name_plural = _("blacklist")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "kind", "value_key"], name="one_entry_standing", condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="blacklisted_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.shown


class Case(MallModel):
    """风控工单: an order that a rule held or marked, until an operator has decided."""

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused, money back")
        OVER = "over", _("The order ended by itself")

    order = MallForeignKey("orders.Order", related_name="risk_cases")
    causes = models.CharField(_("consequence"), max_length=10, choices=list(CAUSES.items()))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    hits = models.JSONField(default=list)
    opened_at = models.DateTimeField(_("opened at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)
    words = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("risk case")
        verbose_name_plural = _("risk cases")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "order"], name="one_open_case_per_order", condition=Q(state="open")
            )
        ]
        indexes = [models.Index(fields=["mall", "state", "id"], name="risk_case_state")]

    def __str__(self) -> str:
        return f"{self.order} {self.get_state_display()}"
