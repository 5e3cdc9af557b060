"""How the price of a bundle is shared among its parts.

Customs and tax know no bundle: each part is declared under its own code at its share of the price, so the shares of
one bundle must add up to its price to the fen. A price that cannot be shared so is refused, with the nearest ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import BundleItem
from catalog.types import CatalogError

_FEN = Decimal("0.01")


def share_anew(*, sku_id: int, price: Decimal) -> None:
    """The bundle has another price: its parts too. Nothing for an ordinary SKU. Raises CatalogError (`price`)."""
    keep_shares(shares_of(sku_id=sku_id, price=price))


def shares_of(*, sku_id: int, price: Decimal) -> dict[int, Decimal]:
    """BundleItem id -> the price of one of its pieces, nothing written; empty for an ordinary SKU.

    Raises CatalogError (`price`).
    """
    items = list(BundleItem.objects.filter(bundle=sku_id).select_related("component").order_by("pk"))
    prices = share(price, [(item.component.price, item.quantity) for item in items]) if items else []
    return {item.pk: part for item, part in zip(items, prices, strict=True)}


def keep_shares(shares: Mapping[int, Decimal]) -> None:
    for item_id, part in shares.items():
        BundleItem.objects.filter(pk=item_id).update(unit_price=part)


def share(price: Decimal, parts: Sequence[tuple[Decimal, int]]) -> list[Decimal]:
    """`parts`: (own price, pieces). Prices of one piece each in proportion to the own ones, that add up to `price`.

    Raises CatalogError where whole fen cannot do it: two pieces each of two SKUs never make an odd number of fen.
    """
    sizes = [pieces for _own, pieces in parts]
    spare = int(price / _FEN) - sum(sizes)  # beyond the one fen that every piece needs
    if spare < 0:
        raise CatalogError(_("This price is too low: every piece needs at least one fen."), field="price")
    base = sum(own * pieces for own, pieces in parts)
    fen = [1 + (int(spare * own / base) if base else 0) for own, _pieces in parts]
    left = sum(sizes) + spare - sum(each * pieces for each, pieces in zip(fen, sizes, strict=True))
    more = _made_of(left, sizes)
    if more is None:
        raise CatalogError(_unsharable(price, left, sizes), field="price")
    return [(each + added) * _FEN for each, added in zip(fen, more, strict=True)]


def _made_of(total: int, sizes: Sequence[int]) -> list[int] | None:
    """How many of each size add up to `total`, the fewest; None where none do."""
    best: dict[int, list[int]] = {0: [0] * len(sizes)}
    for reached in range(1, total + 1):
        for place, size in enumerate(sizes):
            before = best.get(reached - size)
            if before is not None and (reached not in best or sum(best[reached]) > sum(before) + 1):
                best[reached] = [n + (at == place) for at, n in enumerate(before)]
    return best.get(total)


def _unsharable(price: Decimal, left: int, sizes: Sequence[int]) -> str:
    """Names the nearest prices that can be shared: the remainder lowered or raised until the sizes make it."""
    lower = next(n for n in range(left, -1, -1) if _made_of(n, sizes) is not None)
    higher = next(n for n in range(left, left + min(sizes) + 1) if _made_of(n, sizes) is not None)
    says = _("The parts cannot share this price to the fen. Take %(lower)s or %(higher)s.")
    return str(says) % {"lower": price - (left - lower) * _FEN, "higher": price + (higher - left) * _FEN}
