"""The only home of row locks of partners, and of whose a supplier is.

A supplier reaches itself; staff reach all of the mall; anybody else, and nobody at all, reaches none.
"""

from __future__ import annotations

from django.db.models import Q

from partners.models import Supplier
from partners.types import NotThere
from tenancy.actors import Kind
from tenancy.scope import current_actor


def reachable(path: str = "supplier") -> Q:
    """The condition on rows whose supplier stands at `path`: what the present actor may see and change."""
    actor = current_actor()
    if actor is not None and actor.kind is Kind.STAFF:
        return Q()
    if actor is not None and actor.kind is Kind.SUPPLIER and actor.id is not None:
        return Q(**{path: actor.id})
    return Q(pk__in=[])


def supplier(supplier_id: int) -> Supplier:
    """Lock a supplier. Raises NotThere."""
    row = Supplier.objects.select_for_update().filter(reachable("pk"), pk=supplier_id).first()
    if row is None:
        raise NotThere
    return row
