"""Reads of the rate tables."""

import csv
import io

from django.db.models import Max

from tax.models import RateBatch
from tax.services.batches import MODELS


def current_version() -> int | None:
    """The highest approved version; None while the package's rates are in force."""
    return RateBatch.objects.aggregate(last=Max("version"))["last"]


def export_rates(*, kind: str, version: int) -> str:
    """All rows in force or once in force at a version as CSV text, readable by the import."""
    model = MODELS[kind]
    names = [field.name for field in model._meta.local_fields if field.name not in ("id", "batch")]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    rows = model.objects.filter(batch__version__lte=version).order_by("code", "valid_from", "-batch__version")
    seen = set()
    for row in rows.values(*names):
        key = (row["code"], row["valid_from"])
        if key not in seen:
            seen.add(key)
            writer.writerow(row | {"valid_to": row["valid_to"] or "", "withdrawn": int(row["withdrawn"])})
    return out.getvalue()
