"""The small tables: how goods travel, trade modes, packing, customs districts."""

from customs.rules.codes.table import Table, load


def transport_modes() -> Table:
    """Transport mode (运输方式), one character. Bonded lists name the zone they leave: 7, W, X, Y or Z."""
    return load("transport_modes")


def trade_modes() -> Table:
    """Trade mode (监管方式), four digits; `direction` is import or export."""
    return load("trade_modes")


def wrap_types() -> Table:
    """Packing (包装种类), one digit on an import list."""
    return load("wrap_types")


def districts() -> Table:
    """Customs districts (关区代码), four digits; the first two name the directly-under customs."""
    return load("districts")


def parent_district(code: str) -> str:
    """`2928` belongs to `2900`."""
    return code[:2] + "00"
