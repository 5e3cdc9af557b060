"""All that the four documents of one package are made of, and the parts they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from accounts.types import RealIdentity
from customs.messages.times import day, stamp
from customs.messages.types import Value
from customs.models import AccountBook, MailBatch, PortAccount
from customs.rules.codes import countries
from customs.rules.identity import Person, check_payer
from customs.rules.modes import Mode, ModeRule, rule
from customs.types import KINDS
from orders.types import DocumentLine, PackageDocuments, PaymentFacts, WaybillFacts

CURRENCY = "142"
NO_BARCODE = "无"
_FIFTH = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Company:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """One package on its way to customs. `now` becomes the documents' times."""

    docs: PackageDocuments
    payment: PaymentFacts
    waybill: WaybillFacts
    person: RealIdentity = field(repr=False)
    account: PortAccount
    cop_no: str
    now: datetime
    batch: MailBatch | None = None
    """Direct mail: what it travels with."""
    book: AccountBook | None = None
    """Bonded goods: the book they stand in, where the mall keeps it here."""
    pushed_payer: str = ""
    """The code under which the payment company declared the payment itself."""
    pushed_number: str = ""
    """Its number of the part that pays this package, where it was told to split the payment."""

    @property
    def mode(self) -> ModeRule:
        return rule(Mode(self.docs.mode))

    @property
    def platform(self) -> Company:
        """电商平台."""
        return Company(self.account.platform_code, self.account.platform_name)

    @property
    def seller(self) -> Company:
        """电商企业."""
        if self.account.seller_code:
            return Company(self.account.seller_code, self.account.seller_name)
        return self.platform

    @property
    def payer_company(self) -> Company:
        """支付企业: under the code it declared the payment by, where it did; else the account's for the gateway."""
        of_gateway = self.account.payer_companies.get(self.payment.gateway)
        known = (
            Company(*of_gateway) if of_gateway else Company(self.account.payer_code, self.account.payer_name)
        )
        return Company(self.pushed_payer, known.name) if self.pushed_payer else known

    @property
    def payment_number(self) -> str:
        """交易流水号, as the payment company's own document has it."""
        return self.pushed_number or self.payment.transaction_id

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of the four the mall sends: all of them in rehearsal; in earnest those that nobody else declares."""
        if self.account.state != PortAccount.State.LIVE:
            return KINDS
        others = {"411"} if self.account.wants_payer_document else set()
        others |= {"511"} if self.account.carrier_declares else set()
        return tuple(kind for kind in KINDS if kind not in others)

    @property
    def zone_keeper(self) -> Company:
        """区内企业: who keeps the book."""
        if self.book is not None:
            return Company(self.book.keeper_code, self.book.keeper_name)
        if self.account.area_code:
            return Company(self.account.area_code, self.account.area_name)
        return self.platform

    @property
    def leg_day(self) -> str:
        """Goods leave abroad on the day they were paid for; mending later does not move them to another leg."""
        return day(self.docs.paid_at or self.docs.placed_at)

    @property
    def voyage(self) -> str:
        return self.batch.voyage if self.batch else f"{self.account.direct_voyage}{self.leg_day}"

    @property
    def master_bill(self) -> str | None:
        """总运单: of its batch; none for bonded goods. Lists older than batches go by the day of their leg."""
        if not self.mode.needs_transport:
            return None
        return self.batch.master_bill if self.batch else f"{self.account.direct_bill}{self.leg_day}"

    @property
    def payer(self) -> Person:
        """支付人: whom the gateway names, and then it must be the orderer; else the orderer, who is asked to pay from
        an account of their own. One person is written the same way in all documents: the port compares letters."""
        orderer, named = Person(self.person.name, self.person.number), self.payment.payer
        payer = orderer if named is None else Person(named.name, named.number)
        return payer if check_payer(orderer, payer) else orderer

    @property
    def district(self) -> str:
        """主管海关: takes the list, and what is applied for about it. The book's, else the account's."""
        return (self.book and self.book.customs_code) or self.account.customs_code

    def opening(self, guid: str, app_type: str) -> dict[str, Value]:
        """The fields every document begins with: declared at once, not as a draft."""
        return {"guid": guid, "appType": app_type, "appTime": stamp(self.now), "appStatus": "2"}

    def parties(self) -> dict[str, Value]:
        return {
            "ebpCode": self.platform.code,
            "ebpName": self.platform.name,
            "ebcCode": self.seller.code,
            "ebcName": self.seller.name,
        }

    def buyer(self) -> dict[str, Value]:
        """The orderer by an ID card (1), the only paper customs takes here."""
        return {
            "buyerName": self.person.name,
            "buyerTelephone": self.docs.phone,
            "buyerIdType": "1",
            "buyerIdNumber": self.person.number,
        }

    def transfer(self) -> dict[str, Value]:
        """Who sends the message: the declarant, from the mall's box."""
        return {
            "copCode": self.account.agent_code,
            "copName": self.account.agent_name,
            "dxpMode": "DXP",
            "dxpId": self.account.dxp_id,
        }


def fit(text: str | None, most: int) -> str | None:
    """The text, or nothing where it is empty or too long for an optional field: a shortened code is another code."""
    return text if text and len(text) <= most else None


def quantity(line: DocumentLine, factor: str | None) -> Decimal:
    """Legal quantity of the line, five places at most."""
    return (Decimal(factor or "0") * line.quantity).quantize(_FIFTH).normalize()


def country(iso: str) -> str:
    """The old numeric code. Raises UnknownCodeError."""
    return countries.from_iso(iso).code
