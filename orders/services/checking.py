"""Ask customs.rules before any money moves: what the port would refuse later is refused now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import Address
from catalog.types import BookEntry, Offer, TradeFacts
from customs.rules import books
from customs.rules.before_payment import PackageFacts, PackageLine, Parties, check_package
from customs.rules.modes import Mode
from customs.rules.profile import TradeProfile
from customs.rules.types import Finding
from orders.errors import CustomsRefuses
from orders.types import Quote, QuotePackage

# The orderer was checked when accounts sealed the identity, and is not opened again for this; the codes of
# the companies stand in the mall's port account, above this floor: whether it is complete and switched on is told
# to the warehouses' floor (OpenPort).
_KNOWN_ELSEWHERE = ("orderer", "parties.")


def check_with_customs(
    priced: Quote, offers: dict[int, Offer], address: Address, line: str, today: date
) -> None:
    """Raises CustomsRefuses with every finding of every package."""
    findings = [
        finding
        for package in priced.packages
        for finding in check_package(_facts(package, offers, address, line, today))
        if not finding.field.startswith(_KNOWN_ELSEWHERE)
    ]
    if findings:
        raise CustomsRefuses(_in_order(findings))


def _in_order(findings: list[Finding]) -> list[Finding]:
    """What the shopper can mend comes first."""
    return sorted(findings, key=lambda finding: finding.who.value != "shopper")


def _facts(
    package: QuotePackage, offers: dict[int, Offer], address: Address, address_line: str, today: date
) -> PackageFacts:
    return PackageFacts(
        mode=Mode(package.mode),
        lines=tuple(
            PackageLine(
                offers[line.sku_id].title["zh-hans"],
                line.quantity,
                line.unit_price,
                line.amount,
                _profile(offers[line.sku_id].trade),
                _is_filed(offers[line.sku_id], today),
                _entry(offers[line.sku_id].book),
            )
            for line in package.lines
        ),
        goods_value=package.goods,
        freight=package.freight,
        tax_total=package.tax,
        discount=package.discount,
        paid=package.total,
        dutiable_value=package.dutiable_value,
        allowance_used=Decimal("0.00"),
        orderer=None,
        orderer_phone=address.phone,
        consignee=address.consignee,
        consignee_phone=address.phone,
        consignee_address=address_line,
        parties=Parties(),
        port_open=all(offers[line.sku_id].warehouse.port_open for line in package.lines),
        today=today,
    )


def _is_filed(offer: Offer, today: date) -> bool:
    return not offer.warehouse.wants_filing or (offer.filed is not None and today in offer.filed)


def _entry(book: BookEntry | None) -> books.BookEntry | None:
    if book is None:
        return None
    known = book.item
    item = books.BookItem(known.hs_code, known.name, known.unit) if known is not None else None
    return books.BookEntry(book.valid_until, item)


def _profile(trade: TradeFacts | None) -> TradeProfile:
    """The brand is part of the declared elements; that the goods are on the list was seen by their tax."""
    if trade is None:
        return TradeProfile()
    return TradeProfile(
        hs_code=trade.hs_code,
        declared_name=trade.declared_name,
        gmodel=trade.declared_elements,
        brand=trade.declared_elements,
        origin=trade.origin,
        unit=trade.unit,
        unit1=trade.unit1,
        factor1=trade.unit1_factor,
        unit2=trade.unit2,
        factor2=trade.unit2_factor,
        net_kg=trade.net_kg,
        gross_kg=trade.gross_kg,
        item_record_no=trade.record_no,
        postal_article=trade.postal_article,
        on_positive_list=True,
    )
