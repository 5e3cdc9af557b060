"""A mall's doors to customs, declarations, the messages sent for them, the receipts that came back."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class PortAccount(MallModel):
    """A mall at a port: who declares, under which codes. Keys and certificates are the mall's secrets."""

    class State(models.TextChoices):
        REHEARSAL = "rehearsal", _("Rehearsal")
        LIVE = "live", _("Live")
        OFF = "off", _("Off")

    port = models.CharField(_("port"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REHEARSAL)
    endpoint = models.CharField(_("address"), max_length=300)
    dxp_id = models.CharField(_("DXP ID"), max_length=30)
    customs_code = models.CharField(_("customs district"), max_length=4)
    port_code = models.CharField(_("port of entry"), max_length=4)
    platform_code = models.CharField(_("platform code"), max_length=18)
    platform_name = models.CharField(_("platform name"), max_length=100)
    agent_code = models.CharField(_("declarant code"), max_length=18)
    agent_name = models.CharField(_("declarant name"), max_length=100)
    payer_code = models.CharField(_("payment company code"), max_length=18)
    payer_name = models.CharField(_("payment company name"), max_length=100)
    seller_code = models.CharField(_("e-commerce company code"), max_length=18, blank=True)
    seller_name = models.CharField(_("e-commerce company name"), max_length=100, blank=True)
    """Who sells, for customs (电商企业); empty: the platform itself."""
    area_code = models.CharField(_("bonded zone company code"), max_length=18, blank=True)
    area_name = models.CharField(_("bonded zone company name"), max_length=100, blank=True)
    """Who keeps the bonded goods (区内企业); empty: the platform itself."""
    bonded_transport = models.CharField(_("transport of bonded goods"), max_length=1, default="7")
    direct_transport = models.CharField(_("transport of direct mail"), max_length=1, default="5")
    direct_vehicle = models.CharField(_("vehicle of direct mail"), max_length=100, blank=True)
    direct_voyage = models.CharField(_("voyage prefix"), max_length=20, blank=True)
    direct_bill = models.CharField(_("master bill prefix"), max_length=20, blank=True)
    """The direct-mail leg of a day: voyage and master bill are these and the Beijing day."""
    cursor = models.CharField(max_length=14, blank=True)
    """Receipts were read up to here (yyyyMMddHHmmss, Beijing time)."""
    polled_at = models.DateTimeField(_("asked at"), null=True)
    polling_until = models.DateTimeField(null=True)
    """Somebody is talking to the port for this mall; two never do."""
    looked_back_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    away_until = models.DateTimeField(_("away until"), null=True)
    """The port failed several times in a row: nothing is sent until then, then one probe."""
    needs_filing = models.BooleanField(_("goods must be filed here"), default=False)
    """What has no filing that is approved and in date is held back."""
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    """Hours of the port by Beijing's clock; empty: always."""
    per_minute = models.PositiveIntegerField(_("messages a minute"), default=0)
    """What the port takes; 0: as many as come."""
    turn_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(_("test call"), null=True)
    test_says = models.CharField(_("test call says"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("port account")
        verbose_name_plural = _("port accounts")
        constraints = [models.UniqueConstraint(fields=["mall", "port"], name="one_account_per_port")]

    def __str__(self) -> str:
        return f"{self.port} ({self.state})"


class PortSigner(MallModel):
    """Who signs for the mall at a port: what may be known of it. Key or PIN are among the mall's secrets."""

    class Kind(models.TextChoices):
        KEY = "key", _("Key in the encrypted store")
        DEVICE = "device", _("Card or crypto machine")

    port = models.CharField(_("port"), max_length=40)
    kind = models.CharField(_("kind of signer"), max_length=10, choices=Kind.choices, default=Kind.KEY)
    pair = models.CharField(_("algorithms"), max_length=20, default="rsa-sha1")
    """A name of customs.messages.algorithms.PAIRS."""
    serial = models.CharField(_("certificate number"), max_length=64)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    per_minute = models.PositiveIntegerField(_("signatures a minute"), default=0)
    """0: as many as come."""
    next_at = models.DateTimeField(null=True)
    """When the turns given so far are used up (generic cell rate)."""

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        constraints = [models.UniqueConstraint(fields=["mall", "port"], name="one_signer_per_port")]

    def __str__(self) -> str:
        return f"{self.port} {self.serial}"


class Filing(MallModel):
    """商品备案: a SKU at a port, from prepared to approved. What was filed is kept as it was filed.

    `filed`: the trade profile's values of that day; `number`: the port's (or the account book's item number).
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Prepared")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    sku = MallForeignKey("catalog.Sku", related_name="filings")
    port = models.CharField(_("port"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARED)
    number = models.CharField(_("filing number"), max_length=40, blank=True)
    filed = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    prepared_at = models.DateTimeField(_("prepared at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [models.UniqueConstraint(fields=["mall", "sku", "port"], name="one_filing_per_port")]
        indexes = [models.Index(fields=["mall", "state", "valid_until"], name="filing_state")]

    def __str__(self) -> str:
        return f"{self.port} {self.number or self.sku_id}"  # type: ignore[attr-defined]


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


class Message(MallModel):
    """A signed message: its id and bytes are made before it is first sent and never change. Sealed at rest.

    The message of a kind that counts is the one of the highest revision. `after`: receipts up to this time of the
    port's belong to an earlier attempt, unless the port names the document it answers.
    """

    declaration = MallForeignKey("customs.Declaration", related_name="messages")
    kind = models.CharField(_("message"), max_length=3)
    revision = models.PositiveSmallIntegerField(default=1)
    message_id = models.CharField(_("message id"), max_length=60)
    guid = models.CharField(max_length=36)
    business_key = models.CharField(_("business key"), max_length=80)
    row_key = models.UUIDField()
    subject = models.CharField(max_length=80)
    body_sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    status = models.CharField(_("customs status"), max_length=10, blank=True)
    status_at = models.CharField(max_length=17, blank=True)
    status_info = models.CharField(_("says"), max_length=1000, blank=True)
    after = models.CharField(max_length=17, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(max_length=500, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"CEB{self.kind} {self.business_key}"


class DataRequest(MallModel):
    """A question of customs for the original payment data of an order (announcement 179), and our answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be answered")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Given up")

    session = models.CharField(_("session"), max_length=64)
    order_no = models.CharField(_("order number"), max_length=60)
    service_time = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    received_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"))
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    code = models.CharField(_("code"), max_length=10, blank=True)
    says = models.CharField(_("says"), max_length=300, blank=True)
    orders = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("payment data request")
        verbose_name_plural = _("payment data requests")
        constraints = [models.UniqueConstraint(fields=["mall", "session"], name="one_data_request")]
        indexes = [
            models.Index(fields=["mall", "id"], name="data_request_waiting", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return self.order_no


class PaymentPush(MallModel):
    """支付单推送: what the payment company said when it was asked to declare a package's payment."""

    package = MallForeignKey("orders.Package", related_name="payment_pushes")
    place = models.CharField(_("place"), max_length=40)
    state = models.CharField(_("state"), max_length=20, blank=True)
    check_result = models.CharField(_("payer and orderer"), max_length=20, blank=True)
    department = models.CharField(_("clearing body"), max_length=20, blank=True)
    department_trade_id = models.CharField(_("number at the clearing body"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    pushed_at = models.DateTimeField(_("pushed at"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payment push")
        verbose_name_plural = _("payment pushes")
        constraints = [models.UniqueConstraint(fields=["mall", "package", "place"], name="one_payment_push")]

    def __str__(self) -> str:
        return f"{self.place} {self.state}"


class TaxBill(MallModel):
    """电子税单: what customs counted for a list, and how it compares with what the shopper paid.

    `status`: 1 made, 2 consolidated, 3 void; the furthest stands. `cause`: a word of customs.reconcile.
    """

    declaration = MallForeignKey("customs.Declaration", null=True, related_name="tax_bills")
    port = models.CharField(_("port"), max_length=40)
    list_number = models.CharField(_("customs list number"), max_length=18)
    tax_no = models.CharField(_("tax bill number"), max_length=50)
    status = models.CharField(_("state"), max_length=1)
    status_at = models.CharField(max_length=17)
    payment_book = models.CharField(_("payment book"), max_length=50, blank=True)
    duty = models.DecimalField(_("duty"), max_digits=14, decimal_places=2, default=0)
    consumption_tax = models.DecimalField(_("consumption tax"), max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, default=0)
    lines = models.JSONField(default=list)
    has_amounts = models.BooleanField(default=False)
    """False while only news of it (818) came: the bill itself is still on its way."""
    difference = models.DecimalField(
        _("above our quote"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cause = models.CharField(_("likely cause"), max_length=20, blank=True)
    received_at = models.DateTimeField(_("received at"))
    compared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tax bill")
        verbose_name_plural = _("tax bills")
        constraints = [
            models.UniqueConstraint(fields=["mall", "port", "list_number", "tax_no"], name="one_tax_bill")
        ]
        indexes = [
            models.Index(
                fields=["mall", "id"], name="tax_bill_uncompared", condition=Q(compared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.tax_no

    @property
    def total(self) -> Decimal:
        return self.duty + self.consumption_tax + self.vat


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
