"""What the admin's frame shows: where one is, and which doors stand in the sidebar."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from operations.access import role_here
from tenancy.admin import OWNER
from tenancy.hosts import HostedMall
from tenancy.scope import mall_id_or_none


def _mall(request: HttpRequest) -> HostedMall | None:
    return cast("HostedMall | None", getattr(request, "mall", None))


def title(request: HttpRequest) -> str:
    mall = _mall(request)
    return str(_("Platform console")) if mall is None else mall.names[get_language() or "zh-hans"]


def subtitle(request: HttpRequest) -> str | Promise:
    return "Crossport" if _mall(request) is None else _("Operators' desk")


def shop_address(request: HttpRequest) -> str:
    """The shop of this mall; the console has none."""
    return "/" if _mall(request) is not None else ""


def environment(request: HttpRequest) -> list[str] | None:
    """Said where the port outside is a simulated one: nothing here reaches customs."""
    return ["演示 / Demo", "info"] if settings.CUSTOMS_SIMULATOR_URL else None


def everywhere(request: HttpRequest) -> bool:
    return role_here(request) is not None


def at_mall(request: HttpRequest) -> bool:
    return mall_id_or_none() is not None and role_here(request) is not None


def owns(request: HttpRequest) -> bool:
    return mall_id_or_none() is not None and role_here(request) == OWNER


def at_console(request: HttpRequest) -> bool:
    return mall_id_or_none() is None and role_here(request) == OWNER


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The doors this operator may open here, group by group, with finished addresses.

    Left as callables and lazy addresses, every page would look each of seventy doors up four times.
    """
    met = {name: condition(request) for name, condition in _CONDITIONS.items()}
    groups = (
        {
            "title": group["title"],
            "items": [_door(item, request) for item in group["items"] if met[item["who"]]],
        }
        for group in settings.OPERATOR_SIDEBAR
    )
    return [group for group in groups if group["items"]]


_CONDITIONS = {
    "everywhere": everywhere, "at_mall": at_mall, "owns": owns, "at_console": at_console,
}  # fmt: skip


def _door(item: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    path = _path(item["view"], get_language(), get_urlconf())
    link = f"{path}?{item['query']}" if item["query"] else path
    return {
        "title": item["title"],
        "icon": item["icon"],
        "link": link,
        "active": _stands_at(item, path, request),
    }


def _stands_at(item: dict[str, Any], path: str, request: HttpRequest) -> bool:
    if "active" in item:
        return bool(item["active"](request))
    return request.path == path if item["view"] == "admin:index" else request.path.startswith(path)


@lru_cache(maxsize=1024)
def _path(view: str, language: str | None, urlconf: str | None) -> str:
    """The address of a view in a language; it does not change while the process lives."""
    return reverse(view, urlconf)
