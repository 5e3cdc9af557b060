"""Amounts as the backend writes and reads them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from money.formatting import grouped


def yuan(amount: Decimal | None) -> str:
    """¥1,234.50; a dash where there is none."""
    return "–" if amount is None else grouped(amount)


def typed_amount(text: str) -> Decimal | None:
    """What a person typed as a price: ¥, 元 and commas are theirs to write. None where it is no amount."""
    plain = text.strip().replace("¥", "").replace("\uffe5", "").replace(",", "").replace("元", "").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
