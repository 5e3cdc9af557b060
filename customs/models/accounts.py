"""A mall at a port: account, signer, filed goods."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from customs.messages.building import MOST_DOCUMENTS
from tenancy.models import Mall, MallForeignKey, MallModel


class Box(models.Model):
    """Whose a box at the exchange platform (DXP ID) is. Above the malls: no two of them have the same."""

    dxp_id = models.CharField(max_length=30, unique=True)
    mall = models.ForeignKey(Mall, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.dxp_id


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
    site_code = models.CharField(_("supervised site code"), max_length=18, blank=True, db_default="")
    site_name = models.CharField(_("supervised site name"), max_length=100, blank=True, db_default="")
    """Who keeps the site that direct mail arrives at (监管场所经营人); empty: the declarant, as rehearsed."""
    cursor = models.CharField(max_length=14, blank=True)
    """Receipts were read up to here (yyyyMMddHHmmss, Beijing time)."""
    polled_at = models.DateTimeField(_("asked at"), null=True)
    polling_until = models.DateTimeField(null=True)
    """Somebody is talking to the port for this mall; two never do."""
    looked_back_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    away_until = models.DateTimeField(_("away until"), null=True)
    """The port failed several times in a row: nothing is sent until then, then one probe."""
    wants_payer_document = models.BooleanField(
        _("the payment company declares the payment"), default=False, db_default=False
    )
    """The port takes the payment document (411) from the payment company: it is asked to push it once there is one."""
    carrier_declares = models.BooleanField(
        _("the logistics company declares the waybill"), default=False, db_default=False
    )
    """The port takes the waybill document (511) from the logistics company, once the account is live."""
    payer_companies = models.JSONField(default=dict, db_default={})
    """支付企业 by gateway, as [code, name], where it is another than `payer_code`: each payment company has its own."""
    needs_filing = models.BooleanField(_("goods must be filed here"), default=False)
    """What has no filing that is approved and in date is held back."""
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    """Hours of the port by Beijing's clock; empty: always."""
    per_minute = models.PositiveIntegerField(_("messages a minute"), default=0)
    """What the port takes; 0: as many as come."""
    turn_at = models.DateTimeField(null=True)
    per_file = models.PositiveSmallIntegerField(
        _("documents a file"),
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DOCUMENTS)],
    )
    """Above 1, packages wait for the next round and go together, so many at most."""
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
        return f"{self.port} {self.number or self.sku_id}"
