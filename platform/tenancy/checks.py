"""System checks: the shape that row security and sharding ask of every table of a mall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ForeignKey, Model, UniqueConstraint

from tenancy.fields import MallForeignKey
from tenancy.tables import Ownership, mall_models, ownership

# Migrations were written anew before the first release: only a database older than that knows this one.
_BEFORE = ("catalog", "0002_initial")


@register(Tags.database)
def early_databases(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Run by `migrate`, which would otherwise take tables of old for those of the same name now."""
    return [
        Error(
            "This database was made by migrations that the product no longer has, before its first release.",
            hint="Make it anew: `make demo-reset` on one machine, an empty database elsewhere.",
            id="tenancy.E006",
        )
        for alias in databases or ()
        if _BEFORE in MigrationRecorder(connections[alias]).applied_migrations()
    ]


@register()
def mall_tables(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [message for model in mall_models() for message in _of(model)]


def _of(model: type[Model]) -> Iterator[CheckMessage]:
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield _error(
                model, f"{field.name} is unique over all malls: use UniqueConstraint with mall", "E001"
            )
        target = field.related_model if isinstance(field, ForeignKey) else None
        if (
            isinstance(target, type)
            and ownership(target) is Ownership.OWN
            and not isinstance(field, MallForeignKey)
        ):
            yield _error(model, f"{field.name} must be a MallForeignKey", "E002")
        if isinstance(target, type) and not _may_be_pointed_to(target):
            yield _error(model, f"{field.name} points out of the mall to {target._meta.label}", "E005")
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and not _has_mall(constraint):
            yield _error(model, f"unique {constraint.name} lacks mall", "E003")
    for many in model._meta.local_many_to_many:
        through: Any = many.remote_field.through
        if through._meta.auto_created:
            yield _error(model, f"{many.name} needs an explicit through model with a mall", "E004")


def _may_be_pointed_to(target: type[Model]) -> bool:
    """Tables of a mall, and the two that would be reference tables on every machine of a sharded database."""
    above = ("tenancy.Mall", settings.AUTH_USER_MODEL)
    return ownership(target) is Ownership.OWN or target._meta.label in above


def _has_mall(constraint: UniqueConstraint) -> bool:
    return "mall" in constraint.fields or any("mall" in str(e) for e in constraint.expressions)


def _error(model: type[Model], says: str, code: str) -> CheckMessage:
    return Error(f"{model._meta.label}: {says}.", obj=model, id=f"tenancy.{code}")
