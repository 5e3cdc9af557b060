"""One call before money moves: everything about a package (包裹) the port would refuse later."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from customs.rules import arithmetic, books, identity, limits
from customs.rules.books import BookEntry, BookItem
from customs.rules.codes.modes_and_districts import districts
from customs.rules.documents import DocLine, OrderDoc
from customs.rules.identity import Person
from customs.rules.modes import Mode, ModeRule, rule
from customs.rules.profile import TradeProfile, missing
from customs.rules.types import Finding, Mender, noop
from identifiers import company_code, phone
from money.rounding import exact_fen, to_fen
from money.types import MoneyError


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One line: what is sold, with its profile. `price` and `total` are yuan without tax, before discounts
    that are coupons or points; `pieces` counts sold pieces (a bundle is one).

    `is_filed`: the port approved the goods for today, or wants no filing. `book`: what their account book says of
    them; None where nobody keeps it here."""

    name: str
    pieces: int
    price: Decimal
    total: Decimal
    profile: TradeProfile
    is_filed: bool = True
    book: BookEntry | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Codes of the companies a list names, the customs district, the bonded account book; `area_code` is the
    enterprise inside the bonded zone. Empty: not set up."""

    ebp_code: str = ""
    ebc_code: str = ""
    agent_code: str = ""
    logistics_code: str = ""
    pay_code: str = ""
    customs_code: str = ""
    account_book: str = ""
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """All a port will see of a package. Limits are measured on `dutiable_value` and `allowance_used`; `today`
    is the day in Beijing; `port_open`: the mall's account at the warehouse's port takes declarations now."""

    mode: Mode
    lines: tuple[PackageLine, ...]
    goods_value: Decimal
    freight: Decimal
    tax_total: Decimal
    discount: Decimal
    paid: Decimal
    dutiable_value: Decimal
    allowance_used: Decimal
    orderer: Person | None
    orderer_phone: str
    consignee: str
    consignee_phone: str
    consignee_address: str
    parties: Parties
    today: date
    payer: Person | None = None
    port_open: bool = True


def check_package(package: PackageFacts) -> tuple[Finding, ...]:
    """Findings in the order goods, registers, amounts, limits, orderer, consignee, set-up. Empty: it may be paid."""
    ruled, broken = rule(package.mode), _broken(package)
    if broken:
        return broken
    return (
        *_goods(package),
        *_registers(package, ruled),
        *_amounts(package),
        *_limits(package, ruled),
        *_orderer(package, ruled),
        *_consignee(package),
        *_port(package, ruled),
        *_parties(package.parties, ruled),
    )


def _goods(package: PackageFacts) -> Iterator[Finding]:
    for i, line in enumerate(package.lines):
        for finding in missing(line.profile, package.mode):
            yield finding.within(f"lines[{i}].profile")


def _registers(package: PackageFacts, ruled: ModeRule) -> Iterator[Finding]:
    """Goods that the port or the zone does not know as they would be declared: the list would be refused (filing,
    account book). The way out is the shopper's, the mending the operator's."""
    for i, line in enumerate(package.lines):
        code = _unknown(line, ruled, package.today)
        if code:
            says = noop(
                "“%(name)s” cannot be cleared through customs at the moment. Take it out of the cart, or buy it later."
            )
            yield Finding(code, f"lines[{i}]", says, Mender.OPERATOR, {"name": line.name})


def _unknown(line: PackageLine, ruled: ModeRule, today: date) -> str:
    if ruled.declared and not line.is_filed:
        return "filing.missing"
    if not ruled.needs_account_book or line.book is None:
        return ""
    if books.is_over(line.book.valid_until, today):
        return books.OUT_OF_DATE
    profile = line.profile
    declared = BookItem(profile.hs_code, profile.declared_name, profile.unit)
    return books.disagrees(declared, line.book.item)


def _broken(package: PackageFacts) -> tuple[Finding, ...]:
    """Amounts that are no amounts: nothing can be judged with them."""
    named = ("goods_value", "freight", "tax_total", "discount", "paid", "dutiable_value", "allowance_used")
    try:
        for amount in (*(getattr(package, name) for name in named), *(line.total for line in package.lines)):
            exact_fen(amount)
        for line in package.lines:
            to_fen(line.price)
    except MoneyError as wrong:
        says = noop("An amount of the order is not a whole number of fen.")
        return (Finding(f"amounts.{wrong.code}", "paid", says, Mender.PLATFORM),)
    return ()


def _amounts(package: PackageFacts) -> list[Finding]:
    lines = tuple(
        DocLine(i, line.name, Decimal(line.pieces), line.price, line.total)
        for i, line in enumerate(package.lines, start=1)
    )
    order = OrderDoc(
        order_no="",
        ebp_code="",
        ebc_code="",
        goods_value=package.goods_value,
        freight=package.freight,
        discount=package.discount,
        tax_total=package.tax_total,
        paid=package.paid,
        buyer=Person("", ""),
        consignee="",
        consignee_phone="",
        consignee_address="",
        lines=lines,
    )
    return arithmetic.check_order(order)


def _limits(package: PackageFacts, ruled: ModeRule) -> list[Finding]:
    if not ruled.has_limits:
        return []
    pieces = sum(line.pieces for line in package.lines)
    value, used = package.dutiable_value, package.allowance_used
    return limits.check(value=value, pieces=pieces, used=used, day=package.today)


def _orderer(package: PackageFacts, ruled: ModeRule) -> Iterator[Finding]:
    if not ruled.needs_identity:
        return
    if package.orderer is None:
        says = noop("The orderer's real name and ID number are needed.")
        yield Finding("identity.missing", "orderer", says, Mender.SHOPPER)
        return
    for finding in identity.check_person(package.orderer, package.today):
        yield finding.within("orderer")
    if package.payer is not None:
        yield from identity.check_payer(package.orderer, package.payer)
    if not package.orderer_phone.strip():
        says = noop("The orderer's phone number is missing.")
        yield Finding("identity.phone", "orderer_phone", says, Mender.SHOPPER)


def _consignee(package: PackageFacts) -> Iterator[Finding]:
    for field, longest in (("consignee", 100), ("consignee_address", 200)):
        text = getattr(package, field)
        if not text.strip():
            says = noop("The consignee's name and address are needed.")
            yield Finding(f"{field}.missing", field, says, Mender.SHOPPER)
        elif len(text) > longest:
            says = noop("Customs takes at most %(longest)s characters here.")
            yield Finding(f"{field}.long", field, says, Mender.SHOPPER, {"longest": str(longest)})
        elif any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in text):
            says = noop("The text holds signs that cannot be printed.")
            yield Finding(f"{field}.signs", field, says, Mender.SHOPPER)
    if not phone.is_valid(package.consignee_phone):
        says = noop("The consignee needs a mobile number in mainland China.")
        yield Finding("consignee_phone.format", "consignee_phone", says, Mender.SHOPPER)


def _port(package: PackageFacts, ruled: ModeRule) -> Iterator[Finding]:
    if ruled.declared and not package.port_open:
        says = noop("Customs clearance for this warehouse is not open at the moment: please buy it later.")
        yield Finding("port.not_open", "port", says, Mender.OPERATOR)


def _parties(parties: Parties, ruled: ModeRule) -> Iterator[Finding]:
    if not ruled.declared:
        return
    for field in ("ebp_code", "ebc_code", "agent_code", "logistics_code", "pay_code"):
        if not company_code.is_valid(getattr(parties, field)):
            yield _set_up(field, noop("The customs code of a company is missing or mistyped."))
    if parties.customs_code not in districts():
        yield _set_up("customs_code", noop("The customs district is missing or unknown."))
    if ruled.needs_account_book:
        if not parties.account_book:
            yield _set_up("account_book", noop("Bonded stock needs the account book of the warehouse."))
        if not company_code.is_valid(parties.area_code):
            yield _set_up("area_code", noop("Bonded stock needs the code of the company inside the zone."))


def _set_up(field: str, says: str) -> Finding:
    return Finding(f"parties.{field}", f"parties.{field}", says, Mender.OPERATOR)
