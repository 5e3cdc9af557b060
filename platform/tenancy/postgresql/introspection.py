"""The three aliases are one database: its tables are those that the owner migrates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import router
from django.db.backends.postgresql import introspection


class DatabaseIntrospection(introspection.DatabaseIntrospection):
    def get_migratable_models(self) -> Iterator[Any]:
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, "owner"):
                if model._meta.can_migrate(self.connection):
                    yield model
