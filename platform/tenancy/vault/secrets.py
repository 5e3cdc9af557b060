"""Named secrets of a mall: gateway keys, port credentials."""

from __future__ import annotations

from tenancy.models import MallSecret
from tenancy.scope import current_mall_id
from tenancy.vault.keys import mall_key
from tenancy.vault.sealing import derive, seal, unseal
from tenancy.written import row


def put(*, name: str, value: str) -> None:
    sealed = seal(derive(mall_key(), "secrets"), value.encode(), _bound_to(name))
    MallSecret.objects.update_or_create(name=name, defaults={"sealed": sealed})


def get(name: str) -> str:
    """Raises MallSecret.DoesNotExist where the mall has no such secret."""
    kept = row(MallSecret, "name = %(name)s", name=name)
    if kept is None:
        raise MallSecret.DoesNotExist(name)
    return unseal(derive(mall_key(), "secrets"), bytes(kept.sealed), _bound_to(name)).decode()


def _bound_to(name: str) -> bytes:
    return f"secret|{current_mall_id()}|{name}".encode()
