"""What the admin's frame shows: where one is, and which doors stand in the sidebar."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest
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
