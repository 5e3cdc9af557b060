"""Writing a public page: the mall's frame, no messages, nothing of the visitor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storefront.filling.mall import chrome
from storefront.filling.structured import crumbs_ld
from storefront.presentation import PageHead


def page(request: HttpRequest, template: str, head: PageHead, status: int = 200, **more: Any) -> HttpResponse:
    if more.get("crumbs") and head.origin:
        head = replace(head, json_ld=(*head.json_ld, crumbs_ld(request, more["crumbs"])))
    context = {"page": head, "messages": (), **chrome(request).context(), **more}
    return render(request, template, context, status=status)
