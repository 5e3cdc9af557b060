"""Spreadsheets for tests, made on the spot, and an import walked without a worker."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from journal.models import Delivery
from journal.services import as_fact
from partners.models import ImportJob
from seller.importing import tasks
from seller.importing.columns import BY_KEY
from tenancy.scope import Actor, in_mall

KEYS = ("sku", "product", "title_zh", "title_en", "category", "mode", "warehouse", "origin", "price", "stock")


def row(number: int, **changes: Any) -> list[Any]:
    """A row that the mall of the tests can take."""
    values = {
        "sku": f"IMP-{number}", "product": f"IP-{number}", "title_zh": f"进口奶粉{number}",
        "title_en": f"Formula {number}", "category": "milk", "mode": "bonded_1210", "warehouse": "hangzhou",
        "origin": "NL", "price": "99.50", "stock": 5,
    } | changes  # fmt: skip
    return [values[key] for key in KEYS]


def xlsx(rows: Sequence[Sequence[Any]], header: Sequence[str] | None = None, merge: str = "") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(header or [BY_KEY[key].header for key in KEYS]))
    for cells in rows:
        sheet.append(list(cells))
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def send(client: Any, data: bytes, name: str = "goods.xlsx", kind: str = "products") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post("/seller/imports/new", {"kind": kind, "file": file})


def sent(client: Any, data: bytes, name: str = "goods.xlsx", kind: str = "products") -> str:
    """The address of the job."""
    answer = send(client, data, name, kind)
    assert answer.status_code == 303 and answer.headers["Location"].rstrip("/").rsplit("/", 1)[1].isdigit()
    return str(answer.headers["Location"])


def choose(client: Any, mall: Any, job: str) -> None:
    """Take the columns as they were guessed."""
    with in_mall(mall.pk, actor=Actor.staff()):
        guessed = dict(job_of(job).columns)
    client.post(f"{job}/columns", {f"column-{place}": key for key, place in guessed.items()})


def job_of(address: str) -> ImportJob:
    return ImportJob.objects.get(pk=int(address.rsplit("/", 1)[1]))


def checked(client: Any, mall: Any, data: bytes, name: str = "goods.xlsx") -> str:
    """Sent, columns chosen, judged row by row."""
    job = sent(client, data, name)
    choose(client, mall, job)
    work(mall)
    return job


def imported(client: Any, mall: Any, data: bytes, name: str = "goods.xlsx") -> str:
    job = checked(client, mall, data, name)
    client.post(f"{job}/confirm")
    work(mall)
    return job


def work(mall: Any) -> int:
    """Hear every import fact that is due, as a worker would. Returns how many."""
    heard = 0
    with in_mall(mall.pk, actor=Actor.staff()):
        while (
            due := Delivery.objects.filter(state="due", fact__kind__startswith="import.")
            .order_by("pk")
            .first()
        ):
            fact = as_fact(due.fact)
            {"import.check_due": tasks.check, "import.slice_due": tasks.apply}[fact.kind](fact)
            Delivery.objects.filter(pk=due.pk).update(state="done")
            heard += 1
    return heard
