"""知识产权投诉: whoever owns a right says which goods of the mall infringe it (E-commerce Law, art. 42). No login."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.adapter import client_address
from catalog.browsing import product_page
from catalog.services.complaints import Notice, file_complaint
from catalog.tries import may_file
from catalog.types import CatalogError
from storefront import reading
from storefront.filling.mall import chrome
from storefront.forms import NoticeForm
from storefront.presentation import PageHead
from storefront.serving import personal

_PRODUCT = re.compile(r"^(?:\S*/p/)?([0-9]{1,18})(?:[-?#/].*)?$")


@personal
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The notice, and after it that it came in. Which goods: the address of their page, or its number."""
    about = reading.row_id(request.GET, "product")
    form = NoticeForm(request.POST or None, initial={"product": _address(request, about)})
    if request.method == "POST" and form.is_valid():
        number = _filed(request, form)
        if number:
            return HttpResponseRedirect(f"{reverse('storefront:complain')}?filed=1", status=303)
    context = {
        "form": form, "filed": request.method == "GET" and request.GET.get("filed") == "1",
        "page": PageHead(title=_("Report an infringement")), **chrome(request).context(),
    }  # fmt: skip
    return render(request, "storefront/complain.html", context, status=422 if form.errors else 200)


def _address(request: HttpRequest, product_id: int) -> str:
    """Of the goods that the link came from; nothing where they are not on sale here."""
    if not product_id or product_page(product_id) is None:
        return ""
    return request.build_absolute_uri(reverse("storefront:product_short", args=[product_id]))


def _filed(request: HttpRequest, form: NoticeForm) -> int:
    """The complaint's id; 0 where it was refused, and the form says why."""
    data = dict(form.cleaned_data)
    read = _PRODUCT.match(data.pop("product"))
    product_id = int(read[1]) if read else 0
    if not product_id or product_page(product_id) is None:
        form.add_error("product", _("These goods are not on sale in this mall."))
        return 0
    if not may_file(client_address(request)):
        form.add_error(None, _("Too many complaints from this connection. Please try again in an hour."))
        return 0
    data.pop("vouched")
    try:
        return file_complaint(product_id=product_id, notice=Notice(**data), now=timezone.now())
    except CatalogError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return 0
