"""Import and export: send a file, choose its columns, look at the report, confirm, watch it, mend what is left."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from partners.models import ImportJob
from partners.selectors import imports as own_imports
from partners.services.imports import cancel_import, choose_columns, confirm_import, start_import
from partners.storage import private
from partners.types import PartnerError, Seat
from seller.access import seller
from seller.frame import frame, language
from seller.importing import pictures, sheets
from seller.importing.columns import BY_KEY, COLUMNS, NEEDED, guess
from seller.importing.reading import MOST_BYTES, Unreadable, rows_of
from seller.paging import asked_page, pagination

S = ImportJob.State
PAGE = 50


def problem_words(problem: list[Any]) -> str:
    """A kept problem in the page's language, the column's name before it."""
    key, sentence, values = problem
    column = BY_KEY.get(key)
    name = (column.en if language() == "en" else column.zh) if column else ""
    text = _(sentence) % values if values else _(sentence)
    return f"{name}: {text}" if name else text


@seller("goods")
@require_GET
def imports(request: HttpRequest, seat: Seat) -> HttpResponse:
    context = frame(request, seat, _("Import and export"), "imports") | {"jobs": own_imports()[:20]}
    return render(request, "seller/imports.html", context)


@seller("goods")
@require_POST
def start(request: HttpRequest, seat: Seat) -> HttpResponse:
    file, kind = request.FILES.get("file"), request.POST.get("kind", "products")
    if file is None or kind not in ImportJob.Kind.values:
        messages.error(request, _("Choose a file first."))
        return HttpResponseRedirect(reverse("seller:imports"), status=303)
    most = pictures.MOST_ZIP if kind == "pictures" else MOST_BYTES
    data = file.read(most + 1)
    try:
        columns = _first_look(kind, data, most)
        job_id = start_import(
            supplier_id=seat.supplier_id, user_id=int(request.user.pk or 0), kind=kind, name=file.name or "-",
            data=data, columns=columns, now=timezone.now(),
        )  # fmt: skip
    except (Unreadable, PartnerError) as refused:
        messages.error(request, f"{file.name}: {refused}")
        return HttpResponseRedirect(reverse("seller:imports"), status=303)
    return HttpResponseRedirect(reverse("seller:import", args=[job_id]), status=303)


def _first_look(kind: str, data: bytes, most: int) -> dict[str, int]:
    """Refuse at once what cannot be read at all; for a sheet, guess the columns from its header."""
    if len(data) > most:
        raise Unreadable(_("This file is larger than %(most)s MB."), most=most // 1024 // 1024)
    if kind == "pictures":
        pictures.opened(data)
        return {}
    head = next(rows_of(data), None)
    if head is None:
        raise Unreadable(_("This file is empty."))
    return guess(head.cells)


def _own(job_id: int) -> ImportJob:
    job = own_imports().filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job


@seller("goods")
@require_GET
def job(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    """One import: the page of its state."""
    row = _own(job_id)
    context = frame(request, seat, row.file_name, "imports") | {"job": row} | _report(request, row)
    if row.state == S.UPLOADED:
        context |= _mapping(row)
    return render(request, "seller/import.html", context)


def _mapping(row: ImportJob) -> dict[str, Any]:
    """The first rows of the file beside the fields they may go to."""
    with private.open(row.file) as file:
        first = list(islice(rows_of(file.read()), 3))
    header, examples = first[0].cells, first[1:]
    mapped = {place: key for key, place in row.columns.items()}
    return {
        "header": [
            (n, text, mapped.get(n, ""), " · ".join(r.cells[n] for r in examples if n < len(r.cells))[:80])
            for n, text in enumerate(header)
        ],
        "fields": [(c.key, (c.en if language() == "en" else c.zh) + (" *" if c.needed else "")) for c in COLUMNS],
        "unmapped": [BY_KEY[key].header for key in NEEDED if key not in row.columns],
    }  # fmt: skip


def _report(request: HttpRequest, row: ImportJob) -> dict[str, Any]:
    only = request.GET.get("show", "bad" if row.bad else "")
    rows = row.rows.filter(outcome="bad") if only == "bad" else row.rows.all()
    page, total = asked_page(request), row.bad if only == "bad" else max(row.total, row.done)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    return {
        "only": only,
        "percent": 100 * row.done // row.total if row.total else 0,
        "good": max(0, row.total - row.bad),
        "rows": [
            (r, [problem_words(p) for p in r.problems])
            for r in rows.order_by("number")[(page - 1) * PAGE : page * PAGE]
        ] if row.state in (S.CHECKED, S.DONE, S.CANCELLED) else [],
        "pagination": pagination(request, page, pages),
    }  # fmt: skip


@seller("goods")
@require_POST
def columns(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    """Which column goes to which field; a field takes one column."""
    row, chosen = _own(job_id), {}
    for name, key in request.POST.items():
        place = name.removeprefix("column-")
        if name.startswith("column-") and key in BY_KEY and place.isdigit() and int(place) < 60:
            if key in chosen:
                messages.error(
                    request, _("Two columns cannot go to one field: %(name)s") % {"name": BY_KEY[key].header}
                )
                return HttpResponseRedirect(reverse("seller:import", args=[row.pk]), status=303)
            chosen[key] = int(place)
    if "sku" not in chosen:
        messages.error(request, _("Say which column holds the SKU code: by it rows are known again."))
    else:
        _do(request, choose_columns, job_id=row.pk, columns=chosen)
    return HttpResponseRedirect(reverse("seller:import", args=[row.pk]), status=303)


def _do(request: HttpRequest, verb: Any, **values: Any) -> None:
    try:
        verb(**values)
    except PartnerError as refused:
        if refused.code == "not_there":
            raise Http404 from refused
        messages.error(request, str(refused.message))


@seller("goods")
@require_POST
def confirm(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    row = _own(job_id)
    _do(request, confirm_import, job_id=row.pk)
    return HttpResponseRedirect(reverse("seller:import", args=[row.pk]), status=303)


@seller("goods")
@require_POST
def cancel(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    row = _own(job_id)
    _do(request, cancel_import, job_id=row.pk, now=timezone.now())
    return HttpResponseRedirect(reverse("seller:import", args=[row.pk]), status=303)


@seller("goods")
@require_GET
def progress(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    """The bar, asked for every second while it moves; the whole page once the step is over."""
    row = _own(job_id)
    if row.state not in (S.CHECKING, S.RUNNING):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"job": row, "percent": 100 * row.done // row.total if row.total else 0}
    return render(request, "seller/import_bar.html", context)


def _sheet(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=sheets.XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@seller("goods")
@require_GET
def errors(request: HttpRequest, seat: Seat, job_id: int) -> HttpResponse:
    """The rows with problems, to be mended and sent again."""
    row = _own(job_id)
    return _sheet(sheets.errors(row, problem_words), f"errors-{row.pk}.xlsx")


@seller("goods")
@require_GET
def template(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _sheet(sheets.template(), "products-template.xlsx")


@seller("goods")
@require_GET
def export(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _sheet(sheets.export(), f"products-{timezone.localtime():%Y%m%d}.xlsx")
