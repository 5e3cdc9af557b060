"""The cart: every change is a form that works without script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalog.selectors import offers
from catalog.types import Offer
from orders.errors import OrderError, OutOfStock
from orders.pricing import MOST_PIECES, checked_quantity
from orders.selectors import cart_pieces, cart_view
from orders.services.add_to_cart import add_to_cart
from orders.services.change_quantity import change_quantity
from orders.services.remove_line import remove_lines
from storefront import carts
from storefront.filling import carts as filling
from storefront.filling.cards import product_url
from storefront.filling.language import language, say
from storefront.filling.mall import chrome
from storefront.filling.pictures import thumb
from storefront.filling.tags import tag
from storefront.filling.ways import ways_of
from storefront.presentation import CartLine, PageHead
from storefront.reading import number, row_id, row_ids
from storefront.serving import personal

_MOST_AT_ONCE = 200


@personal
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200) -> HttpResponse:
    cart_id = carts.existing(request)
    found = cart_view(cart_id, language()) if cart_id is not None else None
    parted = None
    if found is not None and filling.has_proposal(found):
        parted = cart_view(found.cart_id, language(), split=True)
    context = {
        "cart": filling.cart(found, parted, ways_of(found)),
        "tab": "cart",
        "page": PageHead(title=_("Cart")),
        **chrome(request).context(),
    }
    return render(request, "storefront/cart.html", context, status=status)


@personal
@require_GET
def confirm(request: HttpRequest) -> HttpResponse:
    """Between a public page and the cart where there is no script: the token is here, not there."""
    sku_id, quantity = row_id(request.GET, "sku"), number(request.GET, "quantity", missing=1)
    offer = offers([sku_id]).get(sku_id)
    context: dict[str, Any] = {
        "then": _then(request.GET.get("then")),
        "page": PageHead(title=_("Add to cart")),
        **chrome(request).context(),
    }
    if offer is None:
        context |= {"problem": _("This item is not on sale."), "back_url": reverse("storefront:home")}
        return render(request, "storefront/cart_confirm.html", context, status=404)
    problem = _problem(offer, quantity)
    context |= {
        "line": _confirmed(offer, quantity),
        "mode": offer.mode,
        "problem": problem,
        "back_url": product_url(offer.product_id, offer.slug),
    }
    return render(request, "storefront/cart_confirm.html", context, status=422 if problem else 200)


def _problem(offer: Offer, quantity: int) -> str:
    try:
        checked_quantity(quantity)
    except OrderError as error:
        return str(error)
    if not offer.is_offered:
        return _("This item is not on sale.")
    if offer.sellable < quantity:
        return _stock_words(offer.sellable)
    return ""


def _stock_words(sellable: int | None) -> str:
    if not sellable:
        return _("This has just sold out.")
    return _("Only %(count)s are left: please take fewer.") % {"count": sellable}


def _confirmed(offer: Offer, quantity: int) -> CartLine:
    title, price = say(offer.title), tag(offer, timezone.now()).price
    return CartLine(
        id=str(offer.sku_id),
        sku_id=str(offer.sku_id),
        title=title,
        price=price,
        quantity=max(1, min(quantity, MOST_PIECES)),
        amount=price,
        sku=say(offer.option),
        image=thumb(offer.picture, title),
        most=max(1, min(offer.sellable, MOST_PIECES)),
    )


def _then(asked: str | None) -> str:
    return "checkout" if asked == "checkout" else "cart"


@personal
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """`sku`, `quantity`, `then`. A price that came along is not even read."""
    now, then = timezone.now(), _then(request.POST.get("then"))
    sku_id, quantity = row_id(request.POST, "sku"), number(request.POST, "quantity")
    target = reverse(f"storefront:{then}")
    try:
        cart_id = carts.opened(request, now)
        add_to_cart(cart_id=cart_id, sku_id=sku_id, quantity=quantity, now=now)
    except OrderError as error:
        return _not_added(request, error, sku_id, quantity)
    if request.accepts("text/html"):
        return HttpResponseRedirect(target, status=303)
    answer: dict[str, Any] = {"cart_count": cart_pieces(cart_id), "message": _("Added to the cart")}
    return JsonResponse(answer | ({"redirect": target} if then == "checkout" else {}))


def _not_added(request: HttpRequest, error: OrderError, sku_id: int, quantity: int) -> HttpResponse:
    said = _stock_words(error.sellable) if isinstance(error, OutOfStock) else str(error)
    status = 404 if error.code == "not_offered" else 422
    if not request.accepts("text/html"):
        return JsonResponse({"message": said, "code": error.code}, status=status)
    offer = offers([sku_id]).get(sku_id)
    context = {
        "title": _("This was not added to your cart"),
        "text": said,
        "url": product_url(offer.product_id, offer.slug) if offer else reverse("storefront:home"),
        "action": _("Back to the goods") if offer else "",
        **chrome(request).context(),
    }
    return render(request, "storefront/error.html", context, status=status)


@personal
@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """`line` (a SKU's id), `quantity`."""
    cart_id, sku_id = carts.existing(request), row_id(request.POST, "line")
    if cart_id is not None:
        try:
            change_quantity(
                cart_id=cart_id, sku_id=sku_id, quantity=number(request.POST, "quantity"), now=timezone.now()
            )
        except OutOfStock as error:
            messages.error(request, _stock_words(error.sellable))
        except OrderError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("storefront:cart"), status=303)


@personal
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """`line`: a SKU's id, or several separated by commas."""
    cart_id = carts.existing(request)
    if cart_id is not None:
        remove_lines(
            cart_id=cart_id, sku_ids=row_ids(request.POST, "line", _MOST_AT_ONCE), now=timezone.now()
        )
    return HttpResponseRedirect(reverse("storefront:cart"), status=303)


@personal
@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """The shopper agrees to the proposed split: checkout shows the packages as they will travel."""
    return HttpResponseRedirect(f"{reverse('storefront:checkout')}?split=1", status=303)
