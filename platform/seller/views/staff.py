"""Who works for the supplier: the owner gives seats and takes them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners import services
from partners.models import SupplierStaff
from partners.selectors import staff_of
from partners.types import PartnerError, Seat
from seller.access import seller
from seller.forms.company import StaffForm, add_refusal
from seller.frame import frame, language


@seller("staff")
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The seats; a POST makes one, and its first password is shown this once."""
    form, shown = StaffForm(request.POST or None), ("", "")
    if request.method == "POST" and form.is_valid():
        try:
            _pk, password = services.add_staff(
                supplier_id=seat.supplier_id, language=language(), now=timezone.now(), **form.cleaned_data
            )
        except PartnerError as refused:
            add_refusal(form, refused)
        else:
            shown, form = (form.cleaned_data["login"], password), StaffForm()
    context = frame(request, seat, _("Staff"), "staff") | {
        "rows": staff_of(seat.supplier_id),
        "roles": SupplierStaff.Role.choices,
        "form": form,
        "new_login": shown[0],
        "new_password": shown[1],
    }
    return render(request, "seller/staff.html", context, status=422 if form.errors else 200)


@seller("staff")
@require_POST
def change(request: HttpRequest, seat: Seat, staff_id: int) -> HttpResponse:
    try:
        services.change_staff(
            supplier_id=seat.supplier_id, staff_id=staff_id, role=request.POST.get("role", ""),
            is_active=request.POST.get("active") == "1", now=timezone.now(),
        )  # fmt: skip
    except PartnerError as refused:
        if refused.code == "not_there":
            raise Http404 from refused
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The role is changed."))
    return HttpResponseRedirect(reverse("seller:staff"), status=303)
