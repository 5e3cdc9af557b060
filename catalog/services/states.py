"""The life of a product: draft, submitted, approved, listed, delisted, recalled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.completeness import needs
from catalog.models import Complaint, Mode, Product, Sku
from catalog.search.documents import renew
from catalog.services.brands import may_sell
from catalog.services.history import BEIJING
from catalog.types import CatalogError
from journal.services import record
from tenancy.actors import Kind
from tenancy.scope import current_actor

_ALLOWED = {
    "draft": {"submitted", "listed"},
    "submitted": {"approved", "draft", "listed"},
    "approved": {"listed", "draft"},
    "listed": {"delisted", "recalled"},
    "delisted": {"listed", "recalled", "draft"},
    "recalled": set(),
}  # what a product may become; `listed` from the start is the operator's own right

# What its supplier may do by itself: everything but judging and recalling.
_BY_SUPPLIER = {
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("approved", "listed"),
    ("approved", "draft"),
    ("listed", "delisted"),
    ("delisted", "listed"),
    ("delisted", "draft"),
}
_STOPPED = (Complaint.State.TAKEN_DOWN, Complaint.State.COUNTERED, Complaint.State.UPHELD)


def change_state(
    *, product_id: int, state: str, now: datetime, actor: str = "staff", note: str = "", version: int | None = None
) -> bool:  # fmt: skip
    """Move a product; False where it stands there already. Raises CatalogError: NotThere, Stale, or why not.

    `note` is what the reviewer or the recall says. A product without a SKU that customs knows cannot be listed,
    nor one that a complaint holds down.
    """
    with transaction.atomic():
        product = locks.product(product_id, version)
        before = product.state
        if before == state:
            return False
        _refuse(product, state, now)
        values: dict[str, Any] = {"state": state, "review_note": note, "version": product.version + 1}
        if state == Product.State.LISTED:
            values["listed_at"] = now
        if state == Product.State.SUBMITTED:
            values["submitted_at"] = now
        Product.objects.filter(pk=product_id).update(**values, updated_at=now)
        renew([product_id])
        payload = {"product_id": product_id, "before": before, "after": state, "actor": actor, "note": note}
        record(kind=f"product.{state}", subject=f"product:{product_id}", payload=payload, at=now)
    return True


def _refuse(product: Product, state: str, now: datetime) -> None:
    """Raises CatalogError where the product may not become that, or not by this actor."""
    if state not in _ALLOWED[product.state]:
        raise CatalogError(_("This change is not possible from the product's present state."), field="state")
    who = current_actor()
    if who is not None and who.kind is Kind.SUPPLIER and (product.state, state) not in _BY_SUPPLIER:
        raise CatalogError(_("This is for the mall's operators to decide."), field="state")
    if state == Product.State.SUBMITTED and not Sku.objects.filter(product=product.pk).exists():
        raise CatalogError(_("Add at least one SKU with a price first."), field="state")
    if state != Product.State.LISTED:
        return
    _refuse_unknown_to_customs(product, now)
    if product.brand_record_id is not None and not may_sell(
        brand_id=product.brand_record_id, supplier_id=product.supplier_id, on=now.astimezone(BEIJING).date()
    ):
        raise CatalogError(
            _("The brand asks for papers: none of this supplier is approved and in force."), field="state"
        )
    if Complaint.objects.filter(product=product.pk, state__in=_STOPPED).exists():
        raise CatalogError(_("A complaint about this product is not settled."), field="state")


def _refuse_unknown_to_customs(product: Product, now: datetime) -> None:
    """Raises CatalogError with what the port of the product's mode would still refuse, SKU by SKU."""
    active = list(product.skus.filter(state=Sku.State.ACTIVE).select_related("product"))
    if not active:
        raise CatalogError(_("Add at least one SKU with a price first."), field="state")
    on = now.astimezone(BEIJING).date()
    told = [
        f"{sku.code}: {' '.join(dict.fromkeys(finding.text(gettext) for finding in found))}"
        for sku in active
        if (found := needs(sku, on)[product.mode])
    ]
    if told:
        says = _(
            "Customs would refuse this in the mode %(mode)s. Complete the trade profile first. %(missing)s"
        )
        values = {"mode": Mode(product.mode).label, "missing": " / ".join(told)}
        raise CatalogError(str(says) % values, field="state")
