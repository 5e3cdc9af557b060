"""Declarations, the messages sent for them, the receipts that came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Declaration(MallModel):
    """申报: the four documents of one package and what customs made of them.

    `status` and `status_at` are the official code that stands (customs.rules.statuses): the list's, or that of a
    document refused before it. `revision` counts how often it was mended and sent again. Held back: our own check
    found what the port would refuse, and nothing was sent.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held back")
        READY = "ready", _("Ready")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        RELEASED = "released", _("Released")
        REJECTED = "rejected", _("Rejected")
        RETURNED = "returned", _("Returned abroad")
        CANCELLED = "cancelled", _("Cancelled")
        TAKEN_BACK = "taken_back", _("Goods taken back")

    package = MallForeignKey("orders.Package", related_name="declarations")
    port = models.CharField(_("port"), max_length=40)
    mail_batch = MallForeignKey("customs.MailBatch", null=True, related_name="declarations")
    cop_no = models.CharField(_("internal list number"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READY)
    status = models.CharField(_("customs status"), max_length=10, blank=True)
    status_at = models.CharField(max_length=17, blank=True)
    pre_no = models.CharField(max_length=18, blank=True)
    list_number = models.CharField(_("customs list number"), max_length=18, blank=True)
    reason_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sending_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(_("last receipt"), null=True)
    silent_at = models.DateTimeField(null=True)
    """When it was told that nothing is heard of it; empty again once something is."""
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(fields=["mall", "package"], name="one_declaration_per_package"),
            models.UniqueConstraint(fields=["mall", "cop_no"], name="declaration_cop_no"),
        ]
        indexes = [
            models.Index(fields=["mall", "state", "id"], name="declaration_state"),
            models.Index(
                fields=["mall", "port", "id"], name="declaration_unsent", condition=Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.cop_no


class MessageFile(MallModel):
    """报文文件: several documents of one kind, signed and sent as one. Id and bytes never change once it is made.

    What stands before and after the documents is kept here, they themselves sealed with each person's key in their
    messages, so that whoever forgets a person forgets their part of the file. `batch`: the files made together, which
    go in the order they were made. Broken up: refused whole, or no longer to be put together; its documents go on
    without it.
    """

    port = models.CharField(_("port"), max_length=40)
    kind = models.CharField(_("message"), max_length=3)
    message_id = models.CharField(_("message id"), max_length=60)
    batch = models.UUIDField()
    before = models.BinaryField()
    after = models.BinaryField()
    digest = models.CharField(max_length=64)
    documents = models.PositiveSmallIntegerField(_("documents"))
    made_at = models.DateTimeField(_("made at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    broken_up_at = models.DateTimeField(_("broken up at"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("message file")
        verbose_name_plural = _("message files")
        constraints = [models.UniqueConstraint(fields=["mall", "message_id"], name="message_file_id")]
        indexes = [
            models.Index(
                fields=["mall", "port", "id"],
                name="message_file_unsent",
                condition=Q(sent_at__isnull=True, broken_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"CEB{self.kind} × {self.documents}"


class Message(MallModel):
    """A signed message: its id and bytes are made before it is first sent and never change. Sealed at rest.

    Where the port takes several documents a file, it is kept unsigned (no digest) and signed with the others as a
    `file`, or by itself where it goes `alone`. The message of a kind that counts is the one of the highest revision.
    `after`: receipts up to this time of the port's belong to an earlier attempt, unless the port names the document
    it answers.
    """

    declaration = MallForeignKey("customs.Declaration", related_name="messages")
    kind = models.CharField(_("message"), max_length=3)
    revision = models.PositiveSmallIntegerField(default=1)
    message_id = models.CharField(_("message id"), max_length=60)
    guid = models.CharField(max_length=36)
    business_key = models.CharField(_("business key"), max_length=80)
    file = MallForeignKey("customs.MessageFile", null=True, related_name="messages")
    alone = models.BooleanField(default=False, db_default=False)
    row_key = models.UUIDField()
    subject = models.CharField(max_length=80)
    body_sealed = models.BinaryField()
    digest = models.CharField(max_length=64, blank=True)
    status = models.CharField(_("customs status"), max_length=10, blank=True)
    status_at = models.CharField(max_length=17, blank=True)
    status_info = models.CharField(_("says"), max_length=1000, blank=True)
    after = models.CharField(max_length=17, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(max_length=500, blank=True)
    again_at = models.DateTimeField(null=True)
    """When it goes once more, the same bytes: the port said that it had trouble of its own with it."""
    repeats = models.PositiveSmallIntegerField(default=0, db_default=0)
    silent_at = models.DateTimeField(null=True)
    """When it was told that it has no answer."""

    class Meta:
        verbose_name = _("customs message")
        verbose_name_plural = _("customs messages")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "declaration", "kind", "revision"], name="one_message_per_kind"
            ),
            models.UniqueConstraint(fields=["mall", "message_id"], name="customs_message_id"),
        ]
        indexes = [
            models.Index(fields=["mall", "business_key"], name="message_business_key"),
            models.Index(fields=["mall", "id"], name="message_unsent", condition=Q(sent_at__isnull=True)),
            models.Index(
                fields=["mall", "sent_at"],
                name="message_unanswered",
                condition=Q(sent_at__isnull=False, status=""),
            ),
            models.Index(
                fields=["mall", "again_at"], name="message_again", condition=Q(again_at__isnull=False)
            ),
            models.Index(
                fields=["mall", "declaration"],
                name="message_to_be_filed",
                condition=Q(sent_at__isnull=True, file__isnull=True, digest="", alone=False),
            ),
        ]

    def __str__(self) -> str:
        return f"CEB{self.kind} {self.business_key}"


class Receipt(MallModel):
    """回执: a receipt as it came, once (append-only). Unmatched and unknown ones are kept and shown, never dropped."""

    declaration = MallForeignKey("customs.Declaration", null=True, related_name="receipts")
    port = models.CharField(_("port"), max_length=40)
    kind = models.CharField(_("receipt"), max_length=3)
    source_key = models.CharField(max_length=120)
    """What makes it the same receipt when it comes again: kind, business key, status and time, hashed where long."""
    business_key = models.CharField(_("business key"), max_length=80)
    status = models.CharField(_("customs status"), max_length=10)
    info = models.CharField(_("says"), max_length=1000, blank=True)
    returned_at = models.CharField(_("customs time"), max_length=17)
    guid = models.CharField(max_length=36, blank=True, db_default="")
    message_id = models.CharField(max_length=60, blank=True, db_default="")
    pre_no = models.CharField(max_length=18, blank=True, db_default="")
    list_number = models.CharField(_("customs list number"), max_length=18, blank=True, db_default="")
    """What else it said: enough to apply it again."""
    raw_sealed = models.BinaryField(null=True)
    """Of one that could not be read: what came, sealed under the mall's key, so that it can be read once we can."""
    outcome = models.CharField(_("outcome"), max_length=20)
    """A word of customs.types.Outcome."""
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["mall", "port", "source_key"], name="one_receipt")]
        indexes = [models.Index(fields=["mall", "outcome", "id"], name="receipt_outcome")]

    def __str__(self) -> str:
        return f"CEB{self.kind} {self.status}"


class ReceiptReplay(MallModel):
    """重放: somebody applied a receipt again, from the archive or from a file (append-only)."""

    receipt = MallForeignKey("customs.Receipt", null=True, related_name="replays")
    source_key = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file it was read from; empty: from the archive."""
    outcome = models.CharField(_("outcome"), max_length=20)
    actor = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("receipt applied again")
        verbose_name_plural = _("receipts applied again")

    def __str__(self) -> str:
        return self.source_key
