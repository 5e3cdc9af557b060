"""Home."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from storefront.filling.heads import head
from storefront.filling.home import home_page
from storefront.filling.mall import chrome
from storefront.filling.structured import mall_ld
from storefront.serving import public
from storefront.serving.pages import page


@public(query=())
def home(request: HttpRequest) -> HttpResponse:
    return written(request, timezone.now())


def written(request: HttpRequest, now: datetime, **more: Any) -> HttpResponse:
    frame = chrome(request)
    found = home_page(frame, now)
    return page(
        request,
        "storefront/home.html",
        head(request, description=frame.mall.slogan, json_ld=mall_ld(request, frame.mall)),
        blocks=found.blocks,
        feed=found.feed,
        feed_url=reverse("storefront:search"),
        tab="home",
        **more,
    )
