"""The only home of this floor's row locks. A declaration is locked before the order it belongs to."""

from __future__ import annotations

from customs.models import Declaration
from customs.types import NoSuchDeclaration


def lock_declaration(declaration_id: int) -> Declaration:
    """Raises NoSuchDeclaration."""
    found = Declaration.objects.select_for_update(no_key=True).filter(pk=declaration_id).first()
    if found is None:
        raise NoSuchDeclaration()
    return found
