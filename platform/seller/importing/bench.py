"""An import of many rows, measured from the file to the shelf, beside the bare reading of the same file.

Runs in a mall of its own, through the verbs that the pages call and the tasks that a worker runs.
"""

from __future__ import annotations

import io
import os
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from catalog.inventory.places import keep_warehouse
from catalog.services.keep import keep_category
from journal.types import Fact
from partners.models import ImportJob
from partners.services.imports import choose_columns, confirm_import, start_import
from partners.services.shops import keep_supplier
from seller.importing import tasks
from seller.importing.columns import BY_KEY, guess
from seller.importing.reading import rows_of
from tenancy.models import Mall
from tenancy.scope import Actor, current_mall_id, in_mall

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_ROW: dict[str, Any] = {
    "category": "milk", "mode": "bonded_1210", "warehouse": "bench", "origin": "NL", "price": "129.00", "stock": 20,
    "hs_code": "1901101090", "declared_name": "婴幼儿配方奶粉", "declared_elements": "4|3|零售包装|800克/罐|无品牌",
    "unit": "142", "unit1": "035", "unit1_factor": "0.8", "net_kg": "0.8", "gross_kg": "1.05",
}  # fmt: skip


def run(rows: int) -> Iterator[dict[str, Any]]:
    """Figures as JSON-able objects: one for the bare reading, one for the whole import."""
    data = _sheet(rows)
    began = time.perf_counter()
    read = sum(1 for _row in rows_of(data)) - 1
    yield _figure("import.read_only", read, time.perf_counter() - began) | {"file_kb": len(data) // 1024}
    mall = Mall.objects.create(
        code=f"bench-import-{time.time_ns()}", name_zh_hans="导入测速", name_en="Import bench"
    )
    with in_mall(mall.pk, actor=Actor.staff()):
        supplier_id, user_id = _furnished()
        for name in ("import.rows", "import.rows_again"):
            yield _whole(name, rows, _sent(data, supplier_id, user_id))


def _whole(name: str, rows: int, job_id: int) -> dict[str, Any]:
    """Checked and applied. The second time nothing differs: what it costs to find that out."""
    before, worked = _begin_watching(), _processor()
    steps = {"check": _timed(_check, job_id), "apply": _timed(_apply, job_id)}
    here, there = (after - start for after, start in zip(_processor(), worked, strict=True))
    job = ImportJob.objects.get(pk=job_id)
    return _figure(name, rows, sum(steps.values())) | {
        "check_seconds": round(steps["check"], 1), "apply_seconds": round(steps["apply"], 1),
        "processor_seconds": round(here, 1), "database_processor_seconds": round(there, 1),
        "made": job.made, "changed": job.changed, "bad": job.bad, "state": job.state,
        "memory_before_kb": before, "memory_peak_kb": _peak(),
    }  # fmt: skip


def _figure(name: str, rows: int, seconds: float) -> dict[str, Any]:
    return {
        "name": name,
        "rows": rows,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rows / seconds),
    }


def _timed(step: Any, job_id: int) -> float:
    began = time.perf_counter()
    step(job_id)
    return time.perf_counter() - began


def _sheet(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    own = ["sku", "title_zh", "title_en", *_ROW]
    sheet.append([BY_KEY[key].header for key in own])
    for number in range(rows):
        sheet.append(
            [f"B-{number:06d}", f"进口婴儿配方奶粉 {number} 号", f"Formula {number}", *_ROW.values()]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _furnished() -> tuple[int, int]:
    """A mall with what the rows name. Returns supplier and user."""
    keep_category(slug="milk", name={"zh-hans": "奶粉", "en": "Formula"})
    keep_warehouse(
        code="bench", name={"zh-hans": "杭州保税仓", "en": "Hangzhou"}, kind="bonded", country="CN", port="hangzhou",
        account_book="H0000", days=(2, 4), freight=Decimal(0), free_freight_from=None,
    )  # fmt: skip
    words = {"zh-hans": "测速供货商", "en": "Bench supplier"}
    supplier_id = keep_supplier(code="bench", name=words, company_code="B", company_name="B", intro=words)
    user = User.objects.create_user(f"bench-{time.time_ns()}", None, display_name="bench")
    return supplier_id, user.pk


def _sent(data: bytes, supplier_id: int, user_id: int) -> int:
    columns = guess(next(rows_of(data)).cells)
    return start_import(
        supplier_id=supplier_id, user_id=user_id, kind="products", name="bench.xlsx", data=data, columns=columns,
        now=timezone.now(),
    )  # fmt: skip


def _check(job_id: int) -> None:
    choose_columns(job_id=job_id, columns=ImportJob.objects.get(pk=job_id).columns)
    tasks.check(_due(job_id))


def _apply(job_id: int) -> None:
    confirm_import(job_id=job_id)
    while (job := ImportJob.objects.get(pk=job_id)).state == ImportJob.State.RUNNING:
        tasks.apply(_due(job_id, **{"from": job.done}))


def _due(job_id: int, **more: Any) -> Fact:
    now = timezone.now()
    return Fact(0, current_mall_id(), "import.due", f"import:{job_id}", now, {"job_id": job_id} | more)


def _processor() -> tuple[float, float]:
    """Seconds of processor so far: of this process, and of its session in the database where that runs on this
    machine (else nothing)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    spent = 0.0
    with suppress(OSError):
        fields = stat.read_text().rpartition(")")[2].split()
        spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return time.process_time(), spent


def _begin_watching() -> int:
    """Forget the highest memory so far, where the system can; returns what is held now, in KB."""
    with suppress(OSError):
        _RESET.write_text("5")
    return _peak()


def _peak() -> int:
    """The most this process held since then, in KB."""
    with suppress(OSError, StopIteration):
        line = next(row for row in _STATUS.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
