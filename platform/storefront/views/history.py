"""What was looked at lately. The list stays in the browser; the mall never learns whose it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.browsing import by_ids
from storefront.filling.cards import cards
from storefront.filling.heads import head
from storefront.reading import row_ids
from storefront.serving import public
from storefront.serving.pages import page

MOST = 60


@public(query=())
def history(request: HttpRequest) -> HttpResponse:
    """An empty page, the same for everybody; seen.js asks for the cards of what this browser remembers."""
    return page(request, "storefront/history.html", head(request, _("Seen lately"), robots="noindex"))


@public(query=("ids",), seconds=60)
def shown(request: HttpRequest) -> HttpResponse:
    """`ids`, comma-separated, at most 60: the cards of those still sold, in that order."""
    asked = row_ids(request.GET, "ids", MOST)
    found = by_ids(asked)
    here = cards((found[pk] for pk in asked if pk in found), timezone.now())
    return render(request, "components/card_grid.html", {"cards": here, "heading": 2})
