"""Disputes the mall has paid for first: what is said, and the supplier's answer before it is decided who bears it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from orders.aftersale.selectors import disputes_about
from orders.aftersale.services import note_answer
from orders.types import OrderError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import _text
from seller.frame import frame
from tenancy.scope import current_actor

MOST = 100


class AnswerForm(forms.Form):
    use_required_attribute = False

    words = _text(
        gettext_lazy("Your answer"), 1000, rows=6,
        help_text=gettext_lazy("What happened, and what proves it: waybill, pictures, what was agreed. Sent once."),
    )  # fmt: skip


@seller("orders")
@require_GET
def disputes(request: HttpRequest, seat: Seat) -> HttpResponse:
    rows = disputes_about(current_actor())[:MOST]
    context = frame(request, seat, _("Disputes"), "disputes") | {"rows": rows}
    return render(request, "seller/disputes.html", context)


@seller("orders")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, seat: Seat, dispute_id: int) -> HttpResponse:
    """Read it, and answer it once."""
    form = AnswerForm(request.POST or None)
    seen = disputes_about(current_actor()).filter(pk=dispute_id)
    if request.method == "POST" and seen.exists() and form.is_valid():
        try:
            note_answer(
                dispute_id=dispute_id, words=form.cleaned_data["words"], now=timezone.now(),
                supplier_id=seat.supplier_id,
            )  # fmt: skip
        except OrderError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer is with the mall."))
            return HttpResponseRedirect(reverse("seller:dispute", args=[dispute_id]), status=303)
    row = seen.first()
    if row is None:
        raise Http404
    context = frame(request, seat, _("Dispute %(number)s") % {"number": row.number}, "disputes")
    shown = context | {"row": row, "form": form, "may_answer": row.state == "paid" and not row.answer}
    return render(request, "seller/dispute.html", shown, status=422 if form.errors else 200)
