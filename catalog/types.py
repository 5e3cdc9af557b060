"""What the catalogue tells other floors: values, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.freight import FreightRules
from tenancy.bilingual import Words as Words

#: Parcels from which on what they took counts instead of what was promised.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class DaysMeasured:
    """From payment to signature: half of the `parcels` signed lately took `p50` days at most, nine in ten `p90`."""

    parcels: int
    p50: int
    p90: int

    @classmethod
    def of(cls, kept: Mapping[str, int] | None) -> DaysMeasured | None:
        """As the warehouse keeps it; None where nobody has counted."""
        return cls(**kept) if kept and set(kept) == {"parcels", "p50", "p90"} else None


@dataclass(frozen=True, slots=True)
class WarehouseFacts:
    """Where goods leave from. `freight` in yuan, none from `free_freight_from` yuan of goods on; where there are
    `rules` (a freight template), they alone count. `days_min` and `days_max` are the promise."""

    id: int
    code: str
    names: Words
    kind: str
    country: str
    port: str
    account_book: str
    days_min: int
    days_max: int
    freight: Decimal
    free_freight_from: Decimal | None
    port_open: bool = True
    """Whether its port takes the mall's declarations now; asked only where goods are bought."""
    rules: FreightRules | None = None
    days_measured: DaysMeasured | None = None
    wants_filing: bool = False
    """Its port takes only goods that are filed there."""

    @property
    def days_likely(self) -> int:
        """Within so many days a parcel should be there: what nine in ten took, once enough were counted; else the
        promise."""
        measured = self.days_measured
        return measured.p90 if measured is not None and measured.parcels >= ENOUGH else self.days_max


@dataclass(frozen=True, slots=True)
class TradeFacts:
    """What customs must know of one SKU. Factors: legal quantity of one piece; weights in kg of one piece."""

    hs_code: str
    postal_article: str
    declared_name: str
    declared_elements: str
    origin: str
    unit: str
    unit1: str
    unit1_factor: Decimal
    unit2: str
    unit2_factor: Decimal | None
    content_amount: Decimal | None
    content_unit: str
    net_kg: Decimal
    gross_kg: Decimal
    record_no: str
    volume_cm3: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From and until, both included; None: open on that side."""

    begin: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class BookItem:
    """What an account book says of one item: it must be declared just so."""

    hs_code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class BookEntry:
    """The account book goods are bonded in, where the mall keeps it here: until when it holds (None: always), and its
    item under the goods' record number (None: it has none)."""

    valid_until: date | None
    item: BookItem | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A SKU as it is sold now. `unit_price` in yuan; `sellable` pieces; offered = listed, active, known to customs."""

    sku_id: int
    product_id: int
    slug: str
    sku_code: str
    barcode: str
    title: Words
    option: Words
    picture: str
    unit_price: Decimal
    supplier_id: int
    supplier_code: str
    supplier_names: Words
    mode: str
    warehouse: WarehouseFacts
    origin: str
    trade: TradeFacts | None
    sellable: int
    is_offered: bool
    is_sold: bool = True
    """On sale as far as shop and supplier go, whatever customs still needs."""
    parts: tuple[Part, ...] = ()
    """What a bundle is made of, at their prices inside it; empty for any other SKU."""
    filed: Days | None = None
    """When it is filed at the port of its warehouse; None: it is not."""
    book: BookEntry | None = None
    """None where nobody keeps the warehouse's account book here."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of a SKU in one bundle; `offer.unit_price` is the price of one piece in there."""

    offer: Offer
    quantity: int


class CatalogError(Exception):
    """`code` is stable; the message is for the person; `field` names the form's field."""

    code = "catalog"

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class NotThere(CatalogError):
    """No such row, or one of another supplier: both look the same."""

    code = "not_there"

    def __init__(self) -> None:
        super().__init__(_("This product is not there."))


class Stale(CatalogError):
    """Somebody else changed it meanwhile; nothing was written. `version` is the present one."""

    code = "stale"

    def __init__(self, version: int) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Look at the new values and save again."))
        self.version = version


@dataclass(frozen=True, slots=True)
class Edited:
    """A row and its version after the change: send it back with the next one."""

    id: int
    version: int
