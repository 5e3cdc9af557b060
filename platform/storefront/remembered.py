"""Favourites and goods looked at: a shopper's in the database, a guest's favourites with the session until sign-in.

A guest's looks are kept by the browser alone (`seen.js`), so that looking round opens no session.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from accounts.selectors import favourites_of
from accounts.services import add_favourites, remove_favourite
from catalog.browsing import by_ids
from storefront.serving.personal import shopper_id

KEY, MOST_OF_GUESTS = "favourites", 60


def favourites(request: HttpRequest) -> list[int]:
    """Ids of products, the newest first."""
    shopper = shopper_id(request)
    return favourites_of(shopper) if shopper is not None else _of_guest(request)


def add(request: HttpRequest, product_id: int, now: datetime) -> bool:
    """False where it is not on sale here."""
    if product_id not in by_ids([product_id]):
        return False
    shopper = shopper_id(request)
    if shopper is not None:
        add_favourites(shopper_id=shopper, product_ids=[product_id], now=now)
    elif product_id not in (kept := _of_guest(request)):
        request.session[KEY] = [product_id, *kept][:MOST_OF_GUESTS]
    return True


def remove(request: HttpRequest, product_id: int) -> None:
    shopper = shopper_id(request)
    if shopper is not None:
        remove_favourite(shopper_id=shopper, product_id=product_id)
    elif product_id in (kept := _of_guest(request)):
        request.session[KEY] = [pk for pk in kept if pk != product_id]


def adopt(request: HttpRequest, now: datetime) -> None:
    """After sign-in: what the guest had chosen is now the shopper's. What is gone from the shelf is left out."""
    shopper, kept = shopper_id(request), _of_guest(request)
    if shopper is None or not kept:
        return
    found = by_ids(kept)
    add_favourites(shopper_id=shopper, product_ids=[pk for pk in kept if pk in found], now=now)
    request.session.pop(KEY, None)


def _of_guest(request: HttpRequest) -> list[int]:
    kept = request.session.get(KEY, [])
    return [pk for pk in kept if isinstance(pk, int)] if isinstance(kept, list) else []
