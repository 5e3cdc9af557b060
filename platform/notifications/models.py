"""What a person was told: one row per person, kind and occasion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallModel


class Message(MallModel):
    """A message to a person of the mall. `occasion` makes saying it twice harmless.

    `title` and `text`: the words that were sent, in the person's language; `context`: the values in them, so that who
    reads the page in the other language reads the message in it too.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    occasion = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    context = models.JSONField(default=dict, db_default={})
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "user", "kind", "occasion"], name="one_message")
        ]
        indexes = [models.Index(fields=["mall", "user", "-id"], name="message_of_user")]

    def __str__(self) -> str:
        return self.title
