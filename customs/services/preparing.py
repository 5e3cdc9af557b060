"""From a package to four documents that agree, and from documents to signed messages. Nothing is written here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from accounts.selectors import reveal
from accounts.types import RealIdentity
from customs.messages import BuildRefused, Document, build
from customs.messages.signature import Signs
from customs.messages.times import BEIJING
from customs.models import AccountBook, Filing, MailBatch, PaymentPush, PortAccount
from customs.rules.codes.table import UnknownCodeError
from customs.rules.modes import Mode, rule
from customs.rules.types import Finding, Mender, noop
from customs.services.books import not_in_book
from customs.services.papers import PAPERS, Case, disagreements
from customs.types import HeldBack, NoPort, NotDeclared, NotReady
from orders.selectors import customs_documents
from orders.types import PackageDocuments
from tenancy.vault.sealing import Unreadable


@dataclass(frozen=True, slots=True)
class Signed:
    """A message ready to be kept. `xml` holds people's data: it is sealed before it is written anywhere.

    `is_signed`: False for a document that is signed later, with others in a file.
    """

    kind: str
    guid: str
    document: Document = field(repr=False)
    xml: bytes = field(repr=False)
    is_signed: bool = True


def account_for(port: str) -> PortAccount:
    """The mall's account at the port. Raises NoPort where there is none, or it is off."""
    found = PortAccount.objects.filter(port=port).exclude(state=PortAccount.State.OFF).first()
    if found is None:
        raise NoPort()
    return found


def open_case(package_id: int, cop_no: str, now: datetime) -> Case:
    """Everything about the package. Raises NotDeclared, NotReady, NoPort, HeldBack, NoSuchOrder."""
    docs = customs_documents(package_id)
    if not rule(Mode(docs.mode)).declared:
        raise NotDeclared()
    if docs.payment is None or docs.waybill is None:
        raise NotReady()
    account, mode = account_for(docs.port), rule(Mode(docs.mode))
    book = AccountBook.objects.filter(number=docs.account_book).first() if mode.needs_account_book else None
    joined = MailBatch.objects.filter(declarations__package_id=package_id) if mode.needs_transport else None
    batch = joined.first() if joined is not None else None
    pushed = PaymentPush.objects.filter(package_id=package_id, gateway=docs.payment.gateway).exclude(
        payer_code=""
    )
    payer, number = pushed.values_list("payer_code", "part_no").first() or ("", "")
    person = _person(docs)
    return Case(docs, docs.payment, docs.waybill, person, account, cop_no, now, batch, book, payer, number)


def _person(docs: PackageDocuments) -> RealIdentity:
    says = noop("There is no orderer's identity that could be read.")
    if docs.identity_id is None:
        raise HeldBack([Finding("identity.missing", "buyer", says, Mender.SHOPPER)])
    try:
        return reveal(docs.identity_id)
    except Unreadable as error:
        raise HeldBack([Finding("identity.unreadable", "buyer", says, Mender.SHOPPER)]) from error


def write_papers(case: Case, app_types: Mapping[str, str]) -> dict[str, Document]:
    """The four documents, each with its own guid; `app_types`: 1 new, 2 change. Raises HeldBack."""
    found = unfiled(case) + not_in_book(case)
    if found:
        raise HeldBack(found)
    try:
        papers = {kind: PAPERS[kind](case, new_guid(), app_types.get(kind, "1")) for kind in PAPERS}
        found = disagreements(papers)
    except (UnknownCodeError, ValueError, ArithmeticError) as error:
        raise HeldBack([_unbuildable(str(error))]) from error
    if found:
        raise HeldBack(found)
    return papers


def unfiled(case: Case) -> list[Finding]:
    """Lines whose goods have no filing at the port that is approved and in date, where the port wants one."""
    if not case.account.needs_filing:
        return []
    today = case.now.astimezone(BEIJING).date()
    in_date = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    rows = Filing.objects.filter(in_date, begun, port=case.account.port, state=Filing.State.APPROVED)
    known = set(rows.values_list("sku__code", flat=True))
    says = noop("The goods %(sku)s have no filing at this port that is approved and in date.")
    return [
        Finding("filing.missing", f"lines[{n}]", says, Mender.OPERATOR, {"sku": line.sku_code})
        for n, line in enumerate(case.docs.lines)
        if line.sku_code not in known
    ]


def sign_paper(case: Case, kind: str, paper: Document, signer: Signs) -> Signed:
    """One document, one message, under the document's guid. Raises HeldBack where the form refuses it."""
    built = build_paper(case, kind, paper)
    return replace(built, xml=signer.sign(built.xml), is_signed=True)


def build_paper(case: Case, kind: str, paper: Document) -> Signed:
    """The same, unsigned: it goes with others in a file."""
    guid = paper.text("guid")
    try:
        xml = build(kind, [paper], guid=guid, transfer=case.transfer())
    except BuildRefused as refused:
        raise HeldBack([_unbuildable(f"CEB{kind}: {refused}")]) from refused
    return Signed(kind, guid, paper, xml, is_signed=False)


def _unbuildable(what: str) -> Finding:
    says = noop("A document cannot be made: %(what)s")
    return Finding("document.unbuildable", "document", says, Mender.OPERATOR, {"what": what[:300]})


def new_guid() -> str:
    return str(uuid.uuid4()).upper()
