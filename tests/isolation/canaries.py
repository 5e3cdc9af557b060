"""Marks that no answer of another mall may ever show: one in every text of every row of mall A."""

from __future__ import annotations

import uuid
from datetime import date, time
from itertools import count
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from tenancy.fields import MallForeignKey
from tenancy.scope import current_mall_id
from tenancy.tables import mall_models

MARK = "zq7x"
_numbers = count(1)
# Words of the program's own tables, alike in every mall: they can tell nothing, and code depends on them.
PROGRAM_WORDS = {
    "axis", "before", "after", "carrier", "clearance", "country", "event", "fulfilment", "gateway", "hearer",
    "kind", "language", "mend", "mode", "outcome", "payment_state", "port", "regime", "role", "scope", "source",
    "state", "status", "tax_outcome", "unit", "widths", "returned_at", "status_at", "cursor",
}  # fmt: skip
# Shorter than a mark: codes of public tables (countries, units, districts).
SHORTEST = 8


def canary() -> str:
    """A new mark of eight characters."""
    number, text = next(_numbers), ""
    for _ in range(4):
        number, place = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[place] + text
    return MARK + text


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Columns that can hold somebody's words."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in PROGRAM_WORDS
        and (field.max_length or SHORTEST) >= SHORTEST
    ]


def fill_every_table() -> None:
    """One more row, full of marks, in each table of the open mall where its constraints allow one."""
    for model in mall_models():
        try:
            with transaction.atomic():
                made = model(**_values(model))
                made.save(force_insert=True)
        except IntegrityError:
            continue


def mark_every_text() -> None:
    """Put a mark into each text column of each row that may be changed."""
    for model in mall_models():
        if _may_update(model):
            for row in model._base_manager.values("pk", *(field.name for field in text_fields(model))):
                pk = row.pop("pk")
                model._base_manager.filter(pk=pk).update(
                    **{name: _marked(value) for name, value in row.items()}
                )


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _marked(inner) for key, inner in value.items()} or {"zh-hans": canary()}
    if isinstance(value, list):
        return [_marked(inner) for inner in value] or [[canary(), canary()]]
    return canary() if value is None or isinstance(value, str) else value


def _may_update(model: type[models.Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, %s, 'UPDATE')", [f'"{model._meta.db_table}"']
        )
        return bool(cursor.fetchone()[0])


def unmarked() -> list[str]:
    """`table.column` of texts of the open mall in which no mark stands."""
    missing = []
    with connection.cursor() as cursor:
        for model in mall_models():
            for field in text_fields(model):
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" '
                    f"WHERE mall_id = current_setting('app.mall')::bigint AND \"{field.column}\"::text LIKE %s",
                    [f"%{MARK}%"],
                )
                if not cursor.fetchone()[0]:
                    missing.append(f"{model._meta.db_table}.{field.column}")
    return missing


def _values(model: type[models.Model]) -> dict[str, Any]:
    return {
        field.attname: _value(field)
        for field in model._meta.local_fields
        if not field.primary_key and field.name != "mall"
    }


def _value(field: Any) -> Any:
    if isinstance(field, MallForeignKey | models.ForeignKey):
        return field.related_model._base_manager.values_list("pk", flat=True).order_by("pk").first()
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.JSONField):
        return {"zh-hans": canary(), "en": canary()}
    if isinstance(field, models.CharField | models.TextField):
        return canary()[: field.max_length] if field in text_fields(field.model) else "x"[: field.max_length]
    if field.has_default():
        return field.get_default()
    return _plain(field)


def _plain(field: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return date(2026, 3, 10)
    if isinstance(field, models.TimeField):
        return time(12)
    if isinstance(field, models.BinaryField):
        return b"\x00"
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.GenericIPAddressField):
        return "127.0.0.1"
    return 1 if isinstance(field, models.IntegerField) else 0


def digest(mall_id: int, newest: dict[str, int] | None = None) -> dict[str, str]:
    """`table -> rows and md5` of everything of one mall: its tables, its people and their sessions.

    With `newest` (table -> id) only of rows up to it: what others of the same mall make meanwhile is theirs.
    """
    tables = [model._meta.db_table for model in mall_models()] + ["accounts_user"]
    one = (
        "SELECT '{0}', count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) "
        'FROM "{0}" t WHERE t.mall_id = %s'
    )
    parts = [one.format(name) + (f" AND t.id <= {newest[name]}" if newest else "") for name in tables]
    parts += [] if newest else [one.format("accounts_session")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [mall_id] * len(parts))
        return dict(cursor.fetchall())


def newest_ids() -> dict[str, int]:
    """The largest id of each table of the open mall."""
    tables = [model._meta.db_table for model in mall_models()] + ["accounts_user"]
    one = "SELECT '{0}', coalesce(max(id), 0) FROM \"{0}\" WHERE mall_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(one.format(name) for name in tables), [current_mall_id()] * len(tables)
        )
        return dict(cursor.fetchall())
