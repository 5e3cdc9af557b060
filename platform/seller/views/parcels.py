"""Packages of one person put into one parcel, or taken apart again, at the packing table."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orders.logistics.services import merge_parcels, take_apart
from orders.logistics.types import CarrierAway, CarrierRefused, NoCarrier
from orders.selectors.supplying import package, packages
from orders.types import OrderError
from partners.types import Seat
from seller.access import seller

MOST = 20


@seller("orders")
@require_POST
def merge(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The ticked ones leave together. Numbers of others are as if they were not there."""
    rows = packages(list(dict.fromkeys(request.POST.getlist("package")))[: MOST + 1])
    number = _tried(
        request,
        lambda: merge_parcels(
            package_ids=[row.pk for row in rows],
            actor=_me(request),
            now=timezone.now(),
            supplier_id=seat.supplier_id,
        ),
    )
    if number:
        said = _("They leave together under the waybill %(number)s. Print its label.") % {"number": number}
        messages.success(request, said)
    return HttpResponseRedirect(reverse("seller:queue"), status=303)


@seller("orders")
@require_POST
def part(request: HttpRequest, seat: Seat, number: str) -> HttpResponse:
    row = package(number)
    if row is None:
        raise Http404
    done = _tried(
        request,
        lambda: take_apart(
            package_id=row.pk, actor=_me(request), now=timezone.now(), supplier_id=seat.supplier_id
        ),
    )
    if done:
        messages.success(request, _("Each package has a waybill of its own. Print their labels anew."))
    return HttpResponseRedirect(reverse("seller:order", args=[number]), status=303)


def _tried(request: HttpRequest, call: Callable[[], object]) -> object:
    """What it gave; None where it was refused, which is said."""
    try:
        return call()
    except (CarrierAway, NoCarrier):
        messages.error(request, _("The carrier does not answer. Try again in a moment."))
    except CarrierRefused:
        messages.error(request, _("The carrier refused the parcel. Ask the mall."))
    except OrderError as refused:
        messages.error(request, str(refused))
    return None


def _me(request: HttpRequest) -> str:
    return f"supplier:{request.user.pk}"
