"""Stock that never lies: warehouses, stock rows, reservations, and the movements that explain them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog import freight
from identifiers.provinces import PROVINCES, name_of
from tenancy.models import MallForeignKey, MallModel


class FreightTemplate(MallModel):
    """运费模板: what a package pays by its size and where it goes; several warehouses may share one."""

    class By(models.TextChoices):
        WEIGHT = freight.WEIGHT, _("By weight")
        VOLUME = freight.VOLUME, _("By weight or volume, whichever is greater")
        PIECES = freight.PIECES, _("By pieces")

    name = models.CharField(_("name"), max_length=60)
    counts_by = models.CharField(_("how it is counted"), max_length=8, choices=By.choices, default=By.WEIGHT)
    divisor = models.PositiveIntegerField(
        _("cm³ for one kg of volume"),
        default=6000,
        validators=[MinValueValidator(1000), MaxValueValidator(20000)],
    )

    class Meta:
        verbose_name = _("freight template")
        verbose_name_plural = _("freight templates")
        constraints = [
            models.UniqueConstraint(fields=["mall", "name"], name="freight_template_name"),
            models.CheckConstraint(
                condition=Q(divisor__gte=1000, divisor__lte=20000), name="freight_divisor_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FreightZone(MallModel):
    """运费区域: provinces with the same fees. A zone without provinces holds for all that no other zone names."""

    template = MallForeignKey(
        "inventory.FreightTemplate", related_name="zones", verbose_name=_("freight template")
    )
    provinces = models.CharField(
        _("provinces"),
        max_length=120,
        blank=True,
        help_text=_(
            "First two digits of their codes with blanks between: 31 Shanghai, 33 Zhejiang. Empty: everywhere else."
        ),
    )
    delivers = models.BooleanField(_("is delivered to"), default=True)
    first = models.DecimalField(_("first kg or pieces"), max_digits=8, decimal_places=2, default=1)
    first_fee = models.DecimalField(_("fee of the first, yuan"), max_digits=8, decimal_places=2, default=0)
    next = models.DecimalField(_("each further kg or pieces"), max_digits=8, decimal_places=2, default=1)
    next_fee = models.DecimalField(_("fee of each further, yuan"), max_digits=8, decimal_places=2, default=0)
    free_from = models.DecimalField(
        _("free from goods of, yuan"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("freight zone")
        verbose_name_plural = _("freight zones")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=0, first_fee__gte=0, next__gt=0, next_fee__gte=0),
                name="freight_fees_sane",
            )
        ]

    def __str__(self) -> str:
        names = ", ".join(name_of(code, get_language() or "zh-hans") for code in self.provinces.split())
        return f"{self.template}: {names or _('everywhere else')}"

    def clean(self) -> None:
        """Provinces are known, and each stands in one zone of its template."""
        codes = self.provinces.replace(",", " ").replace("，", " ").split()
        unknown = [code for code in codes if code not in PROVINCES]
        if unknown:
            raise ValidationError(
                {"provinces": _("No such province: %(codes)s") % {"codes": " ".join(unknown)}}
            )
        self.provinces = " ".join(sorted(set(codes)))
        if self.template_id is None:
            return
        others = FreightZone.objects.filter(template_id=self.template_id).exclude(pk=self.pk)
        taken = {code for zone in others for code in (zone.provinces.split() or [""])}
        twice = sorted(taken & (set(codes) or {""}))
        if twice:
            names = ", ".join(name_of(code, get_language() or "zh-hans") for code in twice if code)
            said = _("These provinces stand in another zone already: %(names)s") % {"names": names}
            raise ValidationError(
                {"provinces": said if names else _("Another zone holds for everywhere else already.")}
            )


class Warehouse(MallModel):
    class Kind(models.TextChoices):
        BONDED = "bonded", _("Bonded")
        OVERSEAS = "overseas", _("Overseas")
        DOMESTIC = "domestic", _("Domestic")
        STORE = "store", _("Store")

    supplier = MallForeignKey(
        "partners.Supplier", null=True, blank=True, related_name="warehouses", verbose_name=_("supplier")
    )
    """Whose own it is; empty: the mall's, for goods of all its suppliers."""
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    """Since when nothing is brought there any more."""
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    country = models.CharField(_("country"), max_length=2, default="CN")
    port = models.CharField(_("port"), max_length=40, blank=True)
    account_book = models.CharField(_("account book"), max_length=30, blank=True)
    days_min = models.PositiveSmallIntegerField(default=2)
    days_max = models.PositiveSmallIntegerField(default=4)
    freight = models.DecimalField(_("freight"), max_digits=8, decimal_places=2, default=0)
    free_freight_from = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    freight_template = MallForeignKey(
        "inventory.FreightTemplate",
        null=True,
        blank=True,
        related_name="warehouses",
        verbose_name=_("freight template"),
    )
    """Where it is set, `freight` and `free_freight_from` do not count."""
    measured_days = models.JSONField(default=dict, blank=True, db_default=Value({}, models.JSONField()))
    """What lately signed parcels took from payment to signature: `parcels`, `p50`, `p90`; empty: nobody has counted."""

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="warehouse_code")]

    def __str__(self) -> str:
        return self.name


class OpenPort(MallModel):
    """A port that takes this mall's declarations now. Said by customs, which knows the mall's account there; goods
    that must be declared at another port are not sold."""

    port = models.CharField(_("port"), max_length=40)
    wants_filing = models.BooleanField(default=False, db_default=False)
    """Goods must be filed there before they are sold."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "port"], name="one_open_port")]

    def __str__(self) -> str:
        return self.port


class FiledGoods(MallModel):
    """A SKU that a port has approved (商品备案), and for which days. Said by customs, which keeps the filings."""

    port = models.CharField(_("port"), max_length=40)
    sku = MallForeignKey("catalog.Sku", related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "port", "sku"], name="goods_filed_once")]

    def __str__(self) -> str:
        return f"{self.port} {self.sku_id}"


class ZoneBook(MallModel):
    """An account book (账册) that the mall keeps here. Said by customs; a book that is not told says nothing."""

    number = models.CharField(_("account book"), max_length=30)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "number"], name="one_zone_book")]

    def __str__(self) -> str:
        return self.number


class ZoneBookLine(MallModel):
    """账册料件: bonded goods must name a line of their book, and agree with it."""

    book = MallForeignKey("inventory.ZoneBook", related_name="lines")
    number = models.CharField(max_length=30)
    hs_code = models.CharField(max_length=10)
    name = models.CharField(max_length=250)
    unit = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "book", "number"], name="one_zone_book_line")]

    def __str__(self) -> str:
        return self.number


class Stock(MallModel):
    """A SKU in a warehouse. Sellable = on hand - reserved, and the database never lets it fall below nothing."""

    sku = MallForeignKey("catalog.Sku", related_name="stocks")
    warehouse = MallForeignKey("inventory.Warehouse", related_name="stocks")
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    low_at = models.PositiveIntegerField(_("warn at"), default=5)
    expires_on = models.DateField(_("best before"), null=True, blank=True)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    location = models.CharField(_("pick location"), max_length=20, blank=True, default="", db_default="")
    """库位: where a picker finds it in the warehouse."""
    is_hot = models.BooleanField(_("rushed for"), default=False)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["mall", "sku", "warehouse"], name="one_stock_row"),
            models.CheckConstraint(condition=Q(on_hand__gte=F("reserved")), name="never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} @ {self.warehouse_id}"


class Batch(MallModel):
    """批次: pieces of a stock row that came together and are good until the same day.

    What lies in no batch has no date. `on_hand` of the batches is never more than that of the row.
    """

    stock = MallForeignKey("inventory.Stock", related_name="batches")
    code = models.CharField(_("batch"), max_length=40)
    expires_on = models.DateField(_("best before"), null=True, blank=True)
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [models.UniqueConstraint(fields=["mall", "stock", "code"], name="one_batch_per_code")]
        indexes = [
            models.Index(fields=["mall", "expires_on"], name="batch_near_expiry", condition=Q(on_hand__gt=0))
        ]

    def __str__(self) -> str:
        return self.code


class Slot(MallModel):
    """One piece of a stock row that many rush for: it is taken by skipping what others hold, so nobody waits.

    All slots of a row count as reserved there; a free one has no reference.
    """

    stock = MallForeignKey("inventory.Stock", related_name="slots")
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["mall", "stock", "id"], name="slot_free", condition=Q(reference=""))]


class Reservation(MallModel):
    """A hold on stock for a package (`package:<id>`): it is consumed, released, or runs out."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        CONSUMED = "consumed", _("Consumed")
        RELEASED = "released", _("Hold ended")

    stock = MallForeignKey("inventory.Stock", related_name="reservations")
    reference = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField()
    holder = models.CharField(_("held by"), max_length=60, blank=True)
    in_slots = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(fields=["mall", "reference", "stock"], name="one_hold_per_reference")
        ]
        indexes = [
            models.Index(fields=["mall", "expires_at"], name="reservation_held", condition=Q(state="held")),
            models.Index(fields=["mall", "holder"], name="reservation_of", condition=Q(state="held")),
        ]


class Movement(MallModel):
    """Every change of stock, for ever: the sum of `on_hand` and of `reserved` is the stock row (append-only)."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        RESERVED = "reserved", _("Reserved")
        RELEASED = "released", _("Hold ended")
        CONSUMED = "consumed", _("Shipped out")
        RETURNED = "returned", _("Returned")
        COUNTED = "counted", _("Stocktaking")
        SENT = "sent", _("Sent to another warehouse")
        ARRIVED = "arrived", _("Came from another warehouse")
        WRITTEN_OFF = "written_off", _("Written off")
        POOLED = "pooled", _("Set aside for a rush")
        UNPOOLED = "unpooled", _("Back from a rush")

    stock = MallForeignKey("inventory.Stock", related_name="movements")
    batch = MallForeignKey("inventory.Batch", null=True, related_name="movements")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
