"""A parcel as anybody may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from storefront.presentation.order import TrackPoint
from storefront.presentation.page import Country


@dataclass(frozen=True, slots=True)
class ParcelView:
    """``slips``: (leg, carrier, number). ``eta``: one sentence; ``late``: the day has passed."""

    number: str
    mode: str
    state_text: str
    tone: str
    slips: tuple[tuple[str, str, str], ...]
    track: tuple[TrackPoint, ...]
    eta: str = ""
    late: bool = False
    track_url: str = ""
    trace_url: str = ""


@dataclass(frozen=True, slots=True)
class TracedGoods:
    """``batches``: (code, best before)."""

    title: str
    option: str
    origin: Country | None
    quantity: int
    batches: tuple[tuple[str, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """``tax``: a sentence; empty until customs released it."""

    parcel: ParcelView
    supplier: str
    warehouse: str
    country: Country | None
    port: str
    list_number: str
    released_at: datetime | None
    tax: str
    goods: tuple[TracedGoods, ...]
