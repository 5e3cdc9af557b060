"""What one person bought this year (个人年度额度): reserved by a list, given back when it falls."""

from decimal import Decimal

from simulators.clock import beijing
from simulators.port.intake.format import Document
from simulators.port.office import Office
from simulators.port.types import Verdict, amount
from simulators.store import Row


def value_of(document: Document) -> Decimal:
    """Goods, freight and insurance of a list."""
    goods = sum((amount(line, "totalPrice") for line in document.lines), Decimal(0))
    return goods + amount(document.head, "freight") + amount(document.head, "insuredFee")


def check(office: Office, document: Document) -> Verdict | None:
    """The yearly limit first, then the single one, which one indivisible piece may pass."""
    value = value_of(document)
    yearly, single = (Decimal(office.settings[f"quota.{name}"]) for name in ("yearly", "single"))
    used = _sum(office, document.head["buyerIdNumber"])
    if used + value > yearly:
        return Verdict("-621018", f"超过个人年度限值[限值{yearly},已用{used},本次{value}]")
    pieces = sum((amount(line, "qty") for line in document.lines), Decimal(0))
    if value > single and pieces != 1:
        return Verdict("-621005", f"超过单次交易限值[限值{single},本次{value}]")
    return None


def reserve(office: Office, document_id: int, document: Document) -> None:
    office.store.insert(
        "quota",
        id_number=document.head["buyerIdNumber"],
        year=_year(office),
        amount=str(value_of(document)),
        state="reserved",
        document=document_id,
    )


def release(office: Office, document_id: int) -> None:
    office.store.run("UPDATE quota SET state = 'released' WHERE document = ?", document_id)


def reduce(office: Office, document_id: int, by: Decimal) -> None:
    """Part of a list came back: to the fen, the rest stays."""
    row = office.store.row("SELECT amount FROM quota WHERE document = ?", document_id)
    if row is not None:
        left = max(Decimal(row["amount"]) - by, Decimal()).quantize(Decimal("0.01"))
        office.store.run("UPDATE quota SET amount = ? WHERE document = ?", str(left), document_id)


def use(office: Office, document_id: int) -> None:
    office.store.run("UPDATE quota SET state = 'used' WHERE document = ? AND state = 'reserved'", document_id)


def bought_elsewhere(office: Office, id_number: str, used: Decimal) -> None:
    """Sets (not adds) what a person bought at other ports this year."""
    with office.store.transaction():
        office.store.run(
            "DELETE FROM quota WHERE id_number = ? AND year = ? AND state = 'elsewhere'",
            id_number,
            _year(office),
        )
        office.store.insert(
            "quota", id_number=id_number, year=_year(office), amount=str(used), state="elsewhere"
        )


def account(office: Office, id_number: str) -> Row:
    limit = Decimal(office.settings["quota.yearly"])
    reserved = _sum(office, id_number, "reserved")
    total = _sum(office, id_number)
    entries = office.store.rows(
        "SELECT q.amount, q.state, d.order_no FROM quota q LEFT JOIN documents d ON d.id = q.document "
        "WHERE q.id_number = ? AND q.year = ? ORDER BY q.id",
        id_number,
        _year(office),
    )
    money = {
        "limit": limit,
        "used": total - reserved,
        "reserved": reserved,
        "left": max(limit - total, Decimal(0)),
    }
    return {**{name: f"{value:.2f}" for name, value in money.items()}, "entries": entries}


def _sum(office: Office, id_number: str, *states: str) -> Decimal:
    wanted = states or ("reserved", "used", "elsewhere")
    rows = office.store.rows(
        "SELECT amount, state FROM quota WHERE id_number = ? AND year = ?", id_number, _year(office)
    )
    return sum((Decimal(row["amount"]) for row in rows if row["state"] in wanted), Decimal(0))


def _year(office: Office) -> str:
    return f"{beijing(office.clock()):%Y}"
