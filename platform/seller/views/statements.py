"""Statements (结算单): what the mall pays for a period, voucher by voucher; agreed to, or disputed with words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from orders.settlement import papers
from orders.settlement.models import Statement
from orders.settlement.selectors import held_until_receipt, owed_to, statement_vouchers, visible_statements
from orders.settlement.services import confirm, dispute
from orders.types import OrderError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import _text
from seller.frame import frame, language, say
from tenancy.scope import current_actor

MOST = 100


class ObjectionForm(forms.Form):
    use_required_attribute = False

    words = _text(
        gettext_lazy("What is wrong"), 500, rows=4,
        help_text=gettext_lazy("Name the package or the line, and what it should say. The mall answers it."),
    )  # fmt: skip


@seller("money")
@require_GET
def statements(request: HttpRequest, seat: Seat) -> HttpResponse:
    context = frame(request, seat, _("Statements"), "statements") | {
        "rows": visible_statements(current_actor())[:MOST],
        "owed": owed_to(seat.supplier_id),
        "held": held_until_receipt(seat.supplier_id),
    }
    return render(request, "seller/statements.html", context)


@seller("money")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, seat: Seat, statement_id: int) -> HttpResponse:
    """POST `agree` confirms; without it the `words` dispute it."""
    row = _own(statement_id)
    posted, agrees = request.method == "POST", "agree" in request.POST
    form = ObjectionForm(request.POST if posted and not agrees else None)
    problem = ""
    if posted and (agrees or form.is_valid()):
        try:
            said = _moved(request, seat, row, "" if agrees else form.cleaned_data["words"])
        except OrderError as refused:
            problem = str(refused)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("seller:statement", args=[row.pk]), status=303)
    context = frame(request, seat, _("Statement %(number)s") % {"number": row.number}, "statements") | {
        "row": row,
        "vouchers": statement_vouchers(row.pk),
        "form": form,
        "problem": problem,
        "may_agree": row.state in (Statement.State.DRAWN, Statement.State.DISPUTED),
        "may_object": row.state == Statement.State.DRAWN,
    }
    bad = bool(problem or form.errors)
    return render(request, "seller/statement.html", context, status=422 if bad else 200)


def _own(statement_id: int) -> Statement:
    row = visible_statements(current_actor()).filter(pk=statement_id).first()
    if row is None:
        raise Http404
    return row


def _moved(request: HttpRequest, seat: Seat, row: Statement, objection: str) -> str:
    """What to tell the person. Raises OrderError."""
    about: dict[str, Any] = {"statement_id": row.pk, "supplier_id": seat.supplier_id, "now": timezone.now()}
    if objection:
        dispute(words=objection, **about)
        return _("Your objection is with the mall.")
    confirm(actor=f"supplier:{request.user.pk}", **about)
    return _("The statement is confirmed. The mall pays it now.")


@seller("money")
@require_GET
def pdf(request: HttpRequest, seat: Seat, statement_id: int) -> HttpResponse:
    row = _own(statement_id)
    mall: Any = getattr(request, "mall", None)
    content = papers.as_pdf(row, language(), say(mall.names) if mall else "")
    return _file(content, "application/pdf", f"{row.number}.pdf")


@seller("money")
@require_GET
def csv(request: HttpRequest, seat: Seat, statement_id: int) -> HttpResponse:
    row = _own(statement_id)
    return _file(papers.as_csv(row, language()), "text/csv; charset=utf-8", f"{row.number}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
