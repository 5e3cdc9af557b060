"""Applying, what became of it, and the company's papers and contract afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners import services
from partners.models import Supplier
from partners.selectors import contract_of, deposit_held, papers, seat_of, supplier
from partners.services.papers import MOST_BYTES
from partners.serving import paper_response
from partners.types import PartnerError, Seat
from seller.access import outside, private, seller
from seller.amounts import yuan
from seller.forms.company import ApplicationForm, PaperForm, add_refusal
from seller.frame import frame


@private
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """For anybody of this mall who works for no supplier yet."""
    user: Any = request.user
    if not user.is_authenticated or user.mall_id is None:
        return HttpResponseRedirect(f"{reverse('account_signup')}?next={reverse('seller:apply')}")
    if seat_of(user.pk) is not None:
        return HttpResponseRedirect(reverse("seller:home"))
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.apply_as_supplier(user_id=user.pk, fields=form.application(), now=timezone.now())
        except PartnerError as refused:
            add_refusal(form, refused)
        else:
            return HttpResponseRedirect(reverse("seller:application"), status=303)
    context = outside(request, _("Sell in this mall")) | {"form": form}
    return render(request, "seller/apply.html", context, status=422 if form.errors else 200)


@seller("company", applying=True)
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where the application stands; it can be changed until it is decided."""
    row = _own(seat)
    if seat.state not in (Supplier.State.APPLIED, Supplier.State.REJECTED):
        return HttpResponseRedirect(reverse("seller:home"))
    form = ApplicationForm(request.POST or None, initial=ApplicationForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.apply_again(supplier_id=seat.supplier_id, fields=form.application(), now=timezone.now())
        except PartnerError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Your application is sent. The mall looks at it."))
            return HttpResponseRedirect(reverse("seller:application"), status=303)
    return _application_page(request, seat, form, PaperForm())


def _application_page(
    request: HttpRequest, seat: Seat, form: ApplicationForm, paper_form: PaperForm
) -> HttpResponse:
    row = _own(seat)
    context = frame(request, seat, _("Your application")) | {
        "supplier": row,
        "form": form,
        "paper_form": paper_form,
        "papers": list(papers().filter(supplier=row)),
        "has_licence": row.papers.filter(kind="licence").exists(),
        "rejected": row.state == Supplier.State.REJECTED,
    }
    return render(
        request, "seller/application.html", context, status=422 if form.errors or paper_form.errors else 200
    )


def _own(seat: Seat) -> Supplier:
    row = supplier(seat.supplier_id)
    if row is None:
        raise Http404
    return row


@seller("company", applying=True)
@require_POST
def paper_add(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = PaperForm(request.POST, request.FILES)
    back = "seller:company" if seat.trades else "seller:application"
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.keep_paper(
                supplier_id=seat.supplier_id,
                kind=form.cleaned_data["kind"],
                name=file.name,
                data=file.read(MOST_BYTES + 1),
                valid_until=form.cleaned_data["valid_until"],
                now=timezone.now(),
            )
        except PartnerError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The document is saved."))
            return HttpResponseRedirect(reverse(back), status=303)
    if seat.trades or seat.state == Supplier.State.SUSPENDED:
        return _company_page(request, seat, form)
    return _application_page(
        request, seat, ApplicationForm(initial=ApplicationForm.initial_of(_own(seat))), form
    )


@seller("company", applying=True)
@require_GET
def paper(request: HttpRequest, seat: Seat, paper_id: int) -> HttpResponse:
    """One of our own papers, as a download."""
    row = papers().filter(pk=paper_id).first()
    if row is None:
        raise Http404
    return paper_response(row)


@seller("company", applying=True)
@require_POST
def paper_remove(request: HttpRequest, seat: Seat, paper_id: int) -> HttpResponse:
    try:
        services.remove_paper(supplier_id=seat.supplier_id, paper_id=paper_id)
    except PartnerError as refused:
        if refused.code == "not_there":
            raise Http404 from refused
        messages.error(request, str(refused.message))
    return HttpResponseRedirect(reverse("seller:application"), status=303)


@seller("company")
@require_GET
def company(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _company_page(request, seat, PaperForm())


def _company_page(request: HttpRequest, seat: Seat, paper_form: PaperForm) -> HttpResponse:
    row, today = _own(seat), timezone.localdate()
    contract, held = contract_of(seat.supplier_id, today), deposit_held(seat.supplier_id)
    due = contract.deposit_due if contract else None
    context = frame(request, seat, _("Company and contract"), "company") | {
        "supplier": row,
        "contract": contract,
        "commission": f"{contract.commission * 100:.2f} %" if contract else "",
        "deposit_due": yuan(due),
        "deposit_held": yuan(held),
        "deposit_short": yuan(due - held) if due is not None and due > held else "",
        "entries": [(e, yuan(e.amount)) for e in row.deposit_entries.order_by("-pk")[:50]],
        "papers": list(papers().filter(supplier=row)),
        "paper_form": paper_form,
    }
    return render(request, "seller/company.html", context, status=422 if paper_form.errors else 200)
