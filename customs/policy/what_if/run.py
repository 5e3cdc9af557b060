"""A run: asked for, counted slice by slice in the background, stopped.

Each slice is one transaction that keeps its rows, how far it came and the fact that the next one is due. A worker that
dies loses its slice and nothing else; a slice heard twice finds itself done.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.models import Product, Sku
from catalog.selectors import offers
from customs.locks import lock_run
from customs.models import WhatIfRun, WhatIfSlice
from customs.policy.what_if.counting import Effect, of_goods, of_package
from customs.policy.what_if.types import Change
from journal.services import record
from orders.models import Line, Package

SLICE = 200
S = WhatIfRun.State
_ON = (S.WAITING, S.RUNNING)
_OPEN_ORDERS = ("placed", "paid")
_THROUGH = ("released", "returned")


def ask(*, name: str, change: Change, on: date, actor: str, now: datetime) -> WhatIfRun:
    """Counted in the background from then on. `change` is sound already (BadChange is its own to raise)."""
    with transaction.atomic():
        run = WhatIfRun.objects.create(
            name=name[:100], change=change.kept(), on=on, asked_by=actor[:60], asked_at=now,
            total=_goods().count() + _packages().count(),
        )  # fmt: skip
        _due(run, 1)
    return run


def stop(*, run_id: int, now: datetime) -> bool:
    """False where it was over already."""
    rows = WhatIfRun.objects.filter(pk=run_id, state__in=_ON)
    return rows.update(state=S.STOPPED, finished_at=now) == 1


def fail(*, run_id: int, why: str, now: datetime) -> None:
    WhatIfRun.objects.filter(pk=run_id, state__in=_ON).update(
        state=S.FAILED, error=why[:300], finished_at=now
    )


def go_on(*, run_id: int, number: int, now: datetime) -> bool:
    """Count slice `number`; False where it is done already, or the run is over."""
    with transaction.atomic():
        run = lock_run(run_id)
        if run.state not in _ON or run.slices != number - 1:
            return False
        change = Change.read(run.change)
        kind, after = _place(run.cursor)
        effects, cursor = _slice(kind, after, change, run.on)
        WhatIfSlice.objects.create(run_id=run.pk, number=number, rows=[effect.as_row() for effect in effects])
        summary = _added(run.summary, effects)
        changes: dict[str, Any] = {
            "slices": number, "done": run.done + len(effects), "cursor": cursor, "summary": summary, "state": S.RUNNING,
        }  # fmt: skip
        if not cursor:
            changes |= {"state": S.DONE, "finished_at": now}
        WhatIfRun.objects.filter(pk=run.pk).update(**changes)
        if cursor:
            _due(run, number + 1)
    return True


def _due(run: WhatIfRun, number: int) -> None:
    record(
        kind="what_if.slice_due", subject=f"what_if:{run.pk}", payload={"run_id": run.pk, "number": number}
    )


def _goods() -> Any:
    return Sku.objects.filter(state=Sku.State.ACTIVE, product__state=Product.State.LISTED)


def _packages() -> Any:
    return Package.objects.filter(order__state__in=_OPEN_ORDERS).exclude(clearance__in=_THROUGH)


def _place(cursor: str) -> tuple[str, int]:
    kind, _colon, after = cursor.partition(":")
    return kind or "goods", int(after or 0)


def _slice(kind: str, after: int, change: Change, on: date) -> tuple[list[Effect], str]:
    """The next ones and the cursor behind them; an empty cursor: nothing is left."""
    if kind == "goods":
        ids = list(_goods().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:SLICE])
        found = offers(ids)
        effects = [of_goods(found[pk], change, on) for pk in ids if pk in found]
        return effects, f"goods:{ids[-1]}" if len(ids) == SLICE else "orders:0"
    packages = list(_packages().filter(pk__gt=after).order_by("pk")[:SLICE])
    effects = _of_packages(packages, change, on)
    return effects, f"orders:{packages[-1].pk}" if len(packages) == SLICE else ""


def _of_packages(packages: list[Package], change: Change, on: date) -> list[Effect]:
    lines: dict[int, list[Line]] = {package.pk: [] for package in packages}
    for line in Line.objects.filter(package_id__in=list(lines)).order_by("pk"):
        lines[line.package_id].append(line)
    found = offers({line.sku_id for each in lines.values() for line in each})
    return [of_package(package, lines[package.pk], found, change, on) for package in packages]


def _added(summary: dict[str, Any], effects: list[Effect]) -> dict[str, Any]:
    """Per kind: how many dearer, cheaper, the same, newly refused, newly possible; and the sum of differences."""
    made: dict[str, Any] = {kind: dict(values) for kind, values in summary.items()}
    for effect in effects:
        kept = made.setdefault(effect.kind, {"difference": "0.00"})
        counts = Counter({name: n for name, n in kept.items() if name != "difference"})
        counts[_word(effect)] += 1
        difference = Decimal(kept["difference"]) + (effect.difference or 0)
        made[effect.kind] = {**counts, "difference": f"{difference:.2f}"}
    return made


def _word(effect: Effect) -> str:
    if effect.difference is None:
        if effect.tax_now:
            return "newly_refused"
        return "newly_possible" if effect.tax_then else "not_counted"
    return "dearer" if effect.difference > 0 else "cheaper" if effect.difference < 0 else "the_same"
