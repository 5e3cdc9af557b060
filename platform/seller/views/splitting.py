"""A package of which part goes first: its supplier says how many pieces of each line."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orders.selectors.supplying import number_of, package
from orders.services.split_package import split_package, why_not_split
from orders.types import OrderError
from partners.types import Seat
from seller.access import seller
from seller.forms.splitting import SplitForm
from seller.frame import frame, language
from seller.presenting import package_views


@seller("orders")
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, seat: Seat, number: str) -> HttpResponse:
    """`number` is the package's own; what may not be split says why."""
    row = package(number)
    if row is None:
        raise Http404
    why_not = why_not_split(row.order, row)
    [view] = package_views([row], language())
    form = SplitForm(view.lines, request.POST or None)
    if request.method == "POST" and not why_not and form.is_valid():
        try:
            made = split_package(
                package_id=row.pk, pieces=form.pieces(), actor=f"user:{request.user.pk}", now=timezone.now(),
                supplier_id=seat.supplier_id,
            )  # fmt: skip
        except OrderError as refused:
            form.add_error(None, str(refused))
        else:
            told = {"number": number_of(made)}
            messages.success(request, _("Package %(number)s goes on its own.") % told)
            return HttpResponseRedirect(reverse("seller:order", args=[row.number]), status=303)
    title = _("Split package %(number)s") % {"number": row.number}
    context = frame(request, seat, title, "queue") | {
        "package": view, "form": form, "why_not": _(why_not) if why_not else "",
        "lines": list(zip(view.lines, form.visible_fields(), strict=True)),
    }  # fmt: skip
    status = 409 if request.method == "POST" and why_not else 422 if form.errors else 200
    return render(request, "seller/split.html", context, status=status)
