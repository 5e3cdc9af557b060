"""Views with the faults that the walk is there to find, beside the true addresses. Only for tests."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path

from catalog.models import Product
from config.urls import urlpatterns as true_ones
from tenancy.models import Mall
from tenancy.scope import in_mall


def _wherever(product_id: int) -> tuple[int, str] | None:
    """Looks into every mall: what no view may do."""
    for mall_id in Mall.objects.values_list("pk", flat=True):
        with in_mall(mall_id):
            found = Product.objects.filter(pk=product_id).values_list("subtitle_zh_hans", flat=True).first()
            if found is not None:
                return mall_id, found
    return None


def shows(request: HttpRequest, product_id: int) -> HttpResponse:
    found = _wherever(product_id)
    if found is None:
        raise Http404
    return HttpResponse(found[1])


def admits(request: HttpRequest, product_id: int) -> HttpResponse:
    """403 for what is somebody else's tells that it is there."""
    if _wherever(product_id) is not None:
        return HttpResponseForbidden()
    raise Http404


def mumbles(request: HttpRequest, product_id: int) -> HttpResponse:
    """404 either way, but in other words."""
    words = "not here" if _wherever(product_id) else "nowhere"
    return HttpResponse(words, status=404)


def changes(request: HttpRequest) -> HttpResponse:
    found = _wherever(int(request.POST.get("product") or 0))
    if request.method == "POST" and found is not None:
        with in_mall(found[0]):
            Product.objects.filter(pk=request.POST["product"]).update(sold=1)
    return HttpResponse("ok")


def tells_a_query(request: HttpRequest) -> HttpResponse:
    found = _wherever(int(request.GET.get("product") or 0))
    return HttpResponse(found[1] if found else "nothing")


urlpatterns = [
    path("leaky/shows/<int:product_id>", shows, name="leaky_shows"),
    path("leaky/admits/<int:product_id>", admits, name="leaky_admits"),
    path("leaky/mumbles/<int:product_id>", mumbles, name="leaky_mumbles"),
    path("leaky/changes", changes, name="leaky_changes"),
    path("leaky/query", tells_a_query, name="leaky_query"),
    *true_ones,
]
