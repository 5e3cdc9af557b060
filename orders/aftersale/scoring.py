"""供货商评分: what a supplier's last ninety days were like, from three counts that anybody can follow.

goods: the mean of the stars; dispatch: five times the share of packages that left within 48 hours of being free to;
faults: five, less one for every four per cent of the packages that came back by a fault of the supplier. Each counts
alike; one that rests on too few is left out, and without ten packages there is no score at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from catalog.reviews.selectors import stars_by_supplier
from customs.rules.modes import RULES
from orders.aftersale.models import Request
from orders.aftersale.reasons import REASONS
from orders.models import Package
from partners.selectors import suppliers
from partners.services import keep_score

WINDOW, IN_TIME = timedelta(days=90), timedelta(hours=48)
FEWEST_PACKAGES, FEWEST_REVIEWS = 10, 5
PER_CENT_OF_ONE = Decimal(4)
_FIVE, _FEN = Decimal(5), Decimal("0.01")
_UNDECLARED = [mode.value for mode, rule in RULES.items() if not rule.declared]
_FAULTS = [code for code, reason in REASONS.items() if reason.fault and reason.arrived]
_GRANTED = ("approved", "returning", "received", "settled")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one supplier: packages that could leave and those that did in time; signed ones and those with a fault."""

    free: int = 0
    in_time: int = 0
    signed: int = 0
    faulty: int = 0


def score_suppliers(now: datetime) -> int:
    """Count every supplier of the open mall anew. Returns how many have a score. Five statements, and one each."""
    since = now - WINDOW
    counts, stars = _counts(since, now), stars_by_supplier(since, now)
    scored = 0
    for row in suppliers().filter(state__in=("active", "suspended")):
        score, parts = score_of(counts.get(row.pk, Counts()), stars.get(row.pk))
        if (row.score, row.score_parts) != (score, parts):
            keep_score(supplier_id=row.pk, score=score, parts=parts)
        scored += score is not None
    return scored


def score_of(counts: Counts, stars: tuple[Decimal, int] | None) -> tuple[Decimal | None, dict[str, str]]:
    """The score, or None, and what it is made of: `goods`, `dispatch`, `faults`, each with `…_of` it rests on."""
    parts: dict[str, Decimal] = {}
    if stars is not None and stars[1] >= FEWEST_REVIEWS:
        parts["goods"] = stars[0]
    if counts.free >= FEWEST_PACKAGES:
        parts["dispatch"] = _FIVE * counts.in_time / counts.free
    if counts.signed >= FEWEST_PACKAGES:
        share = Decimal(100) * counts.faulty / counts.signed
        parts["faults"] = max(Decimal(0), _FIVE - share / PER_CENT_OF_ONE)
    told = {name: str(_rounded(value)) for name, value in parts.items()}
    told |= {
        "goods_of": str(stars[1] if stars else 0), "dispatch_of": str(counts.free), "faults_of": str(counts.signed),
        "late": str(counts.free - counts.in_time), "faulty": str(counts.faulty),
    }  # fmt: skip
    if counts.free < FEWEST_PACKAGES or not parts:
        return None, told
    return _rounded(sum(parts.values(), Decimal(0)) / len(parts)), told


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_FEN, ROUND_HALF_UP)


def _counts(since: datetime, now: datetime) -> dict[int, Counts]:
    free = _grouped(_free_to_leave(since, now))
    in_time = _grouped(_free_to_leave(since, now).filter(dispatched_at__lte=F("free_at") + IN_TIME))
    signed_rows = Package.objects.filter(signed_at__gte=since, signed_at__lt=now)
    signed = _grouped(signed_rows)
    granted = Request.objects.filter(
        package__in=signed_rows, reason__in=_FAULTS, state__in=_GRANTED
    ).order_by()
    faulty = {
        row["package__supplier"]: row["n"]
        for row in granted.values("package__supplier").annotate(n=Count("package", distinct=True))
    }
    return {
        key: Counts(free.get(key, 0), in_time.get(key, 0), signed.get(key, 0), faulty.get(key, 0))
        for key in free.keys() | signed.keys()
    }


def _free_to_leave(since: datetime, now: datetime) -> QuerySet[Package]:
    """Released, or paid for where nothing is declared; what may still leave in time is not judged
    yet, and what was called off before it left never."""
    rows = Package.objects.annotate(free_at=Coalesce("released_at", "order__paid_at"))
    may = Q(released_at__isnull=False) | Q(mode__in=_UNDECLARED, order__paid_at__isnull=False)
    judged = Q(dispatched_at__isnull=False) | Q(order__state="paid", free_at__lt=now - IN_TIME)
    return rows.filter(may, judged, free_at__gte=since, free_at__lt=now)


def _grouped(rows: QuerySet[Package]) -> dict[int, int]:
    return {row["supplier"]: row["n"] for row in rows.order_by().values("supplier").annotate(n=Count("pk"))}
