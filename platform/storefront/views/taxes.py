"""The printable tax sheet of one's own order."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from orders.selectors.tax_sheet import tax_sheet
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.taxes import sheet_view
from storefront.presentation import PageHead
from storefront.serving import shopper_id, shopper_only
from tenancy.actors import Actor


@shopper_only
@require_GET
def order_tax(request: HttpRequest, number: str) -> HttpResponse:
    """The taxes of an order, line by line, with their working; anybody else's is not there."""
    sheet = tax_sheet(number, Actor.shopper(shopper_id(request) or 0), language=language())
    if sheet is None:
        raise Http404
    context = {
        "sheet": sheet_view(sheet),
        "tab": "me",
        "page": PageHead(title=_("Tax sheet of order %(number)s") % {"number": number}),
        **chrome(request).context(),
    }
    return render(request, "storefront/order_tax.html", context)
