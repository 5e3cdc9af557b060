"""What is changed at the desk becomes a fact of its mall."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from journal.services import record
from tenancy.models import Mall
from tenancy.scope import in_mall


def tell(row: Model, pk: Any, what: str) -> None:
    """`desk.changed` with the model, the row's id and what was done; rows of no mall are told to nobody."""
    mall_id = pk if isinstance(row, Mall) else getattr(row, "mall_id", None)
    if mall_id is None:
        return
    label = row._meta.label_lower
    with transaction.atomic(), in_mall(mall_id):
        record(
            kind="desk.changed",
            subject=f"{label}:{pk}"[:60],
            payload={"model": label, "id": str(pk), "what": what},
        )
