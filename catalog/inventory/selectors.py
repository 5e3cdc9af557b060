"""Reads of stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from catalog.inventory.batches import expired
from catalog.inventory.days import today
from catalog.inventory.models import Batch, Movement, Slot, Stock, Warehouse

NEAR_DAYS = 90


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A stock row that its movements do not explain: pieces by the row, and by the movements."""

    stock_id: int
    on_hand: tuple[int, int]
    reserved: tuple[int, int]


def discrepancies() -> list[Discrepancy]:
    """Stock rows of the open mall whose movements do not add up to them, or whose batches hold more than they; empty
    when stock does not lie."""
    moved = {
        row["stock_id"]: (row["a"] or 0, row["b"] or 0)
        for row in Movement.objects.values("stock_id").annotate(a=Sum("on_hand"), b=Sum("reserved"))
    }
    lying = {row["stock_id"]: row["n"] for row in Batch.objects.values("stock_id").annotate(n=Sum("on_hand"))}
    return [
        Discrepancy(stock.pk, (stock.on_hand, on_hand), (stock.reserved, reserved))
        for stock in Stock.objects.order_by("pk")
        for on_hand, reserved in [moved.get(stock.pk, (0, 0))]
        if (stock.on_hand, stock.reserved) != (on_hand, reserved) or lying.get(stock.pk, 0) > stock.on_hand
    ]


def low() -> list[Stock]:
    """Stock at or below its warning level."""
    return list(Stock.objects.filter(is_low()).select_related("sku__product", "warehouse"))


def is_low() -> Q:
    """The condition on stock rows that are at their warning level or below it."""
    return Q(on_hand__lte=F("reserved") + F("low_at") + pieces_expired())


def pieces_left() -> Any:
    """Sellable pieces of a stock row, as an expression: on hand less reserved and out of date, never below nothing,
    and the free slots of a rush; none where the row itself is out of date."""
    free = Slot.objects.filter(stock=OuterRef("pk"), reference="").order_by().values("stock")
    slots = Subquery(free.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    free_now = Greatest(F("on_hand") - F("reserved") - pieces_expired(), 0)
    slotted = Case(When(is_hot=True, then=Coalesce(slots, 0)), default=Value(0))
    return Case(When(is_out_of_date(today()), then=Value(0)), default=free_now + slotted)


def pieces_expired() -> Any:
    """Pieces of a stock row that are out of date today, as an expression: of its batches, or all of them where none
    lies there and the date of the row itself is past."""
    old = Batch.objects.filter(expired(today()), stock=OuterRef("pk")).order_by().values("stock")
    summed = Subquery(old.annotate(n=Sum("on_hand")).values("n"), output_field=IntegerField())
    return Case(When(is_out_of_date(today()), then=F("on_hand")), default=Coalesce(summed, 0))


def is_out_of_date(on: date) -> Q:
    """The condition on stock rows whose own date is past and in which no batch says otherwise: nobody is promised
    anything of them."""
    return Q(expires_on__lt=on) & ~Q(Exists(Batch.objects.filter(stock=OuterRef("pk"), on_hand__gt=0)))


_OUT_OF_DATE = """(lying.expires_on IS NOT NULL AND lying.expires_on < {day} AND NOT EXISTS (
    SELECT 1 FROM inventory_batch d WHERE d.mall_id = lying.mall_id AND d.stock_id = lying.id AND d.on_hand > 0))"""


def out_of_date(row: str, day: str) -> str:
    """The same in SQL, of the stock row under that alias on that day."""
    return _OUT_OF_DATE.replace("lying.", f"{row}.").replace("{day}", day)


def near_expiry(on: date, days: int = NEAR_DAYS) -> list[Batch]:
    """Batches with pieces that are out of date within so many days, or already; the first to go first."""
    rows = Batch.objects.filter(on_hand__gt=0, expires_on__lte=on + timedelta(days=days))
    return list(rows.select_related("stock__sku__product", "stock__warehouse").order_by("expires_on", "pk"))


def is_near(before: date) -> Q:
    """The condition on stock rows with pieces that are out of date by that day: in one of their batches, or, where no
    batch lies there, by the date of the row itself."""
    lying = Batch.objects.filter(stock=OuterRef("pk"), on_hand__gt=0)
    by_row = Q(on_hand__gt=0, expires_on__lte=before) & ~Q(Exists(lying))
    return by_row | Q(Exists(lying.filter(expires_on__lte=before)))


def near_expiry_unbatched(on: date, days: int = NEAR_DAYS) -> list[Stock]:
    """Stock rows without batches whose own date is within so many days, or past; the first to go first."""
    lying = Batch.objects.filter(stock=OuterRef("pk"), on_hand__gt=0)
    rows = Stock.objects.filter(~Exists(lying), on_hand__gt=0, expires_on__lte=on + timedelta(days=days))
    return list(rows.select_related("sku__product", "warehouse").order_by("expires_on", "pk"))


def locations(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """(sku_id, warehouse_id) -> its pick location (库位), where one is kept. One statement."""
    wanted = set(pairs)
    rows = Stock.objects.filter(sku__in={s for s, _w in wanted}, warehouse__in={w for _s, w in wanted})
    found = rows.exclude(location="").values_list("sku_id", "warehouse_id", "location")
    return {(sku, place): said for sku, place, said in found if (sku, place) in wanted}


@dataclass(frozen=True, slots=True)
class ToDo:
    """How many stock rows are low, and how many hold pieces near their date: for the chips of a dashboard."""

    low: int
    near_expiry: int


def to_do(on: date, supplier_id: int | None = None) -> ToDo:
    """Of the open mall, or of one supplier's goods. Two statements.

    Low is what is sellable: pieces that are out of date do not hide that the rest runs out.
    """
    rows = Stock.objects.filter(is_low(), sku__product__state="listed")
    old = Stock.objects.filter(is_near(on + timedelta(days=NEAR_DAYS)))
    if supplier_id is not None:
        rows = rows.filter(sku__product__supplier=supplier_id)
        old = old.filter(sku__product__supplier=supplier_id)
    return ToDo(rows.count(), old.count())


def freight_rules(warehouse: str) -> str:
    """SQL of one column: the template of the warehouse under that alias, as `catalog.freight.rules_of` reads it."""
    return f"""(SELECT json_build_array(f.counts_by, f.divisor, (
            SELECT json_agg(json_build_object('provinces', z.provinces, 'delivers', z.delivers,
                'first', z.first::text, 'first_fee', z.first_fee::text, 'next', z.next::text,
                'next_fee', z.next_fee::text, 'free_from', z.free_from::text) ORDER BY z.position, z.id)
            FROM inventory_freightzone z WHERE z.mall_id = f.mall_id AND z.template_id = f.id))
        FROM inventory_freighttemplate f
        WHERE f.mall_id = {warehouse}.mall_id AND f.id = {warehouse}.freight_template_id)"""


def promised_days() -> dict[int, int]:
    """Within how many days each warehouse of the open mall promises delivery."""
    return dict(Warehouse.objects.values_list("pk", "days_max"))


def batches_of(reference: str) -> dict[int, list[tuple[str, date | None]]]:
    """What left for `reference` came from these batches, by SKU: (code, best before). One statement."""
    rows = Movement.objects.filter(reference=reference, kind=Movement.Kind.CONSUMED).order_by("pk")
    found: dict[int, list[tuple[str, date | None]]] = {}
    for sku_id, code, day, usual, usual_day in rows.values_list(
        "stock__sku", "batch__code", "batch__expires_on", "stock__batch", "stock__expires_on"
    ):
        one = (code, day) if code else (usual, usual_day)
        if one[0] and one not in found.setdefault(sku_id, []):
            found[sku_id].append(one)
    return found
