"""What the search box offers while somebody types. Without scripts the box is a plain form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from catalog.search.suggesting import Suggestion, suggest
from storefront import reading
from storefront.filling.cards import product_url
from storefront.filling.language import language
from storefront.serving import public


@public(query=("q",), seconds=300)
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"suggestions": [{"text", "url"}]}`: words to search for have no address, goods have theirs."""
    found = [_told(one) for one in suggest(reading.text(request.GET, "q"))]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _told(one: Suggestion) -> dict[str, str]:
    text = one.english if language() == "en" and one.english else one.word
    url = product_url(one.product_id, one.slug) if one.product_id is not None else ""
    return {"text": text, "url": url}
