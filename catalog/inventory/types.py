"""What goes wrong with stock."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _


class InventoryError(Exception):
    code = "inventory"


class OutOfStock(InventoryError):
    """Not enough is sellable; nothing was reserved. `sku_ids` are those that fall short."""

    code = "out_of_stock"

    def __init__(self, sku_ids: Iterable[int]) -> None:
        self.sku_ids = tuple(sorted(sku_ids))
        super().__init__(f"out of stock: {self.sku_ids}")


class UnknownStock(InventoryError):
    """The warehouse does not hold that SKU."""

    code = "unknown_stock"


class StockChanged(InventoryError):
    """Somebody sold or received pieces meanwhile. `on_hand` is what stands there now."""

    code = "stock_changed"

    def __init__(self, on_hand: int) -> None:
        super().__init__(_("The stock changed meanwhile: %(count)d are on hand now.") % {"count": on_hand})
        self.on_hand = on_hand


class HeldStock(InventoryError):
    """Fewer than orders hold. `reserved` is what they hold."""

    code = "held_stock"

    def __init__(self, reserved: int) -> None:
        super().__init__(_("Orders hold %(count)d pieces: fewer cannot be there.") % {"count": reserved})
        self.reserved = reserved


class NotEnough(InventoryError):
    """Fewer than that can leave. `sellable` is what nobody holds."""

    code = "not_enough"

    def __init__(self, sellable: int) -> None:
        super().__init__(_("Only %(count)d pieces are free to move.") % {"count": sellable})
        self.sellable = sellable


class TooMuchHeld(InventoryError):
    """A shopper already holds as much unpaid as one may. `most` pieces."""

    code = "too_much_held"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Pay or cancel your open orders first: they hold %(count)d pieces or would hold more.")
            % {"count": most}
        )
        self.most = most
