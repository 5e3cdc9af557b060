"""Complaints about intellectual property that took goods off the shelf, and the counter-notice."""

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

from catalog.supply.complaints import complaint, complaints_about, counter_own
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import _text, add_refusal
from seller.frame import frame


class CounterForm(forms.Form):
    use_required_attribute = False

    statement = _text(
        gettext_lazy("Counter-notice"), 5000, rows=6,
        help_text=gettext_lazy(
            "Say why the goods infringe nothing and name the proof: licence, authorisation, invoice. It is handed to "
            "the complainant, who then has fifteen days to go to court or to an authority."
        ),
    )  # fmt: skip
    vouched = forms.BooleanField(
        label=gettext_lazy("What I declare is true; for what is false we answer before the law."),
    )


@seller("goods")
@require_GET
def complaints(request: HttpRequest, seat: Seat) -> HttpResponse:
    context = frame(request, seat, _("IP complaints"), "complaints") | {"rows": complaints_about()}
    return render(request, "seller/complaints.html", context)


@seller("goods")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, seat: Seat, complaint_id: int) -> HttpResponse:
    """Read it, and answer it once."""
    form = CounterForm(request.POST or None)
    if request.method == "POST" and complaint(complaint_id) is not None and form.is_valid():
        try:
            counter_own(
                complaint_id=complaint_id, statement=form.cleaned_data["statement"], now=timezone.now()
            )
        except CatalogError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Your counter-notice is with the mall."))
            return HttpResponseRedirect(reverse("seller:complaint", args=[complaint_id]), status=303)
    row = complaint(complaint_id)
    if row is None:
        raise Http404
    context = frame(request, seat, _("Complaint about %(code)s") % {"code": row.product_code}, "complaints")
    shown = context | {"row": row, "form": form}
    return render(request, "seller/complaint.html", shown, status=422 if form.errors else 200)
