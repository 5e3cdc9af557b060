"""The operator's admin site: who enters, and that nothing stands in it but what is behind the base class."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from operations.access import role_here
from tenancy.admin import MallAdmin


class OperatorSite(UnfoldAdminSite):
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Admins that other apps bring along know no mall: they are not shown."""
        if admin_class is not None and issubclass(admin_class, MallAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Every page carries it and few show it: it is put together when it is read."""
        read = super().get_app_list
        return SimpleLazyObject(lambda: read(request, app_label))

    def has_permission(self, request: HttpRequest) -> bool:
        """A mall's operator at that mall; the platform's operator everywhere. The one place that decides."""
        request.operator_role = role_here(request)  # type: ignore[attr-defined]
        return request.operator_role is not None  # type: ignore[attr-defined]
