"""The product page, and the tax sheet of another choice."""

from __future__ import annotations

import io
from typing import Any

import qrcode
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.browsing import product_page, related, reviews_of
from orders.pricing import MOST_PIECES
from orders.selectors import buyers_notice
from storefront import reading
from storefront.filling.cards import product_url
from storefront.filling.heads import head, origin
from storefront.filling.language import language, say
from storefront.filling.mall import category_link, chrome
from storefront.filling.products import product_view, sku_view
from storefront.filling.sharing import share_links
from storefront.filling.structured import product_ld
from storefront.filling.tags import tax_sheet
from storefront.presentation import Link, QuoteView
from storefront.serving import public
from storefront.serving.pages import page


@public(query=("sku",))
def product(request: HttpRequest, product_id: int, slug: str) -> HttpResponse:
    """An old or mistyped slug leads to the right one for ever."""
    found = product_page(product_id)
    if found is None or not found.goods.offers:
        raise Http404
    right = product_url(product_id, found.goods.slug)
    if slug != found.goods.slug:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)
    frame, now = chrome(request), timezone.now()
    view = product_view(
        found,
        reviews_of(product_id),
        related(product_id, found.goods.category_id),
        now,
        chosen=reading.row_id(request.GET, "sku"),
    )
    here = origin(request)
    return page(
        request,
        "storefront/product.html",
        head(
            request,
            view.title,
            view.subtitle or say(found.description),
            kind="product",
            image=f"{here}{view.gallery[0].src}" if view.gallery else "",
            json_ld=(product_ld(view, here, frame.mall.name),),
        ),
        product=view,
        share=share_links(
            f"{here}{right}", view.title, f"{here}{view.gallery[0].src}" if view.gallery else ""
        ),
        notice=buyers_notice(language()).points if view.mode != "general" else (),
        crumbs=[*_path(frame, found.goods.category_id), Link(view.title, right)],
    )


def _path(frame: Any, category_id: int) -> list[Link]:
    node = next((n for root in frame.tree for n in root.below() if n.id == category_id), None)
    return [category_link(one) for one in frame.path_to(node)] if node else []


@public(query=())
def code(request: HttpRequest, product_id: int) -> HttpResponse:
    """The product's address as a QR code, for a phone that looks at this screen."""
    found = product_page(product_id)
    if found is None or not found.goods.offers:
        raise Http404
    picture = io.BytesIO()
    address = f"{origin(request)}{product_url(product_id, found.goods.slug)}"
    qrcode.make(address, box_size=6, border=3).save(picture, "PNG")
    return HttpResponse(picture.getvalue(), content_type="image/png")


@public(query=("sku", "quantity"), seconds=300)
def quote(request: HttpRequest, product_id: int) -> HttpResponse:
    """The tax sheet of `quantity` pieces of `sku`: a piece of page for the buying form."""
    found = product_page(product_id)
    sku_id, quantity = reading.row_id(request.GET, "sku"), reading.number(request.GET, "quantity", missing=1)
    offer = next((o for o in found.goods.offers if o.sku_id == sku_id), None) if found else None
    if found is None or offer is None:
        raise Http404
    if not 1 <= quantity <= MOST_PIECES:
        return HttpResponse(
            _("Please enter a quantity from 1 to 999."), status=422, content_type="text/plain; charset=utf-8"
        )
    now = timezone.now()
    sheet = tax_sheet(offer, quantity, now)
    if sheet is None:
        # An answer like any other to whoever tries a larger quantity: the sheet says why there are no figures.
        says = _("These goods are over the limit for cross-border purchases.")
        return render(request, "components/notice.html", {"tone": "warning", "text": says})
    view = QuoteView(sku_view(found.goods, offer, now, offer), quantity, sheet)
    return render(request, "storefront/product_quote.html", {"quote": view})
