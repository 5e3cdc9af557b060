"""What comes after the four documents: signed for (513), cancellation (623), return of goods (625), stock-in (711)."""

from decimal import Decimal

from simulators.port import bills, quota
from simulators.port.intake.format import Document
from simulators.port.office import Office
from simulators.port.types import Declared, Verdict, amount, declared

KINDS = ("513", "623", "625", "711")
_CANCELLABLE = ("120", "300", "399", "500")
_RETURNABLE = ("800", "899")


def key_of(kind: str, document: Document) -> str:
    head = document.head
    if kind == "711":
        return head.get("copNo") or head["billNo"]
    if kind == "625":
        return f"{head['invtNo']}|{head['copNo']}"
    return f"{head['logisticsCode']}|{head['logisticsNo']}|S" if kind == "513" else head["invtNo"]


def order_of(office: Office, kind: str, document: Document) -> str:
    """The order it belongs to: a waybill status names only its waybill."""
    if kind == "711":
        return document.head["billNo"]
    if kind != "513":
        return document.head["orderNo"]
    key = f"{document.head['logisticsCode']}|{document.head['logisticsNo']}"
    sql = "SELECT order_no FROM documents WHERE kind = '511' AND key = ? AND state = 'standing'"
    return str(office.store.value(sql, key) or "")


def refusal(office: Office, kind: str, document: Document) -> Verdict | None:
    sql = "SELECT 1 FROM documents WHERE kind = ? AND key = ? AND state = 'standing'"
    if office.store.row(sql, kind, key_of(kind, document)):
        code = {"513": "-505012", "623": "-623009", "625": "-625022", "711": "-800003"}[kind]
        return Verdict(code, "已存在相同编号的数据")
    if kind == "513":
        return None if order_of(office, kind, document) else Verdict("-505011", "参数检验失败[运单不存在]")
    if kind == "711":
        return _arrived(office, document)
    found = list_of(office, document)
    if found is None:
        return Verdict("-623003" if kind == "623" else "-625204", "清单不存在")
    if kind == "623":
        return None if found.status in _CANCELLABLE else Verdict("-623005", "清单当前状态不允许撤销")
    if found.status not in _RETURNABLE:
        return Verdict("-625022", "清单当前状态不允许退货")
    return _lines(office, found, document)


def _arrived(office: Office, document: Document) -> Verdict | None:
    """Every waybill of a stock-in is known, stands under its master bill, and was not stocked in before."""
    head = document.head
    for line in document.lines:
        key = f"{head['logisticsCode']}|{line['logisticsNo']}"
        sql = "SELECT * FROM documents WHERE kind = '511' AND key = ? AND state = 'standing'"
        row = office.store.row(sql, key)
        if row is None:
            return Verdict("-800001", f"参数检验失败[运单不存在:{line['logisticsNo']}]")
        if declared(row).head.get("billNo") != head["billNo"]:
            return Verdict("-800001", f"参数检验失败[运单不属于总运单:{line['logisticsNo']}]")
        if is_stocked(office, key):
            return Verdict("-800003", f"运单已入库[{line['logisticsNo']}]")
    return None


def is_stocked(office: Office, waybill: str) -> bool:
    return office.store.row("SELECT 1 FROM stocked WHERE waybill = ?", waybill) is not None


def _stock_in(office: Office, paper: Declared) -> list[str]:
    """Returns the orders whose waybills are now in the site."""
    orders = []
    for line in paper.lines:
        key = f"{paper.head['logisticsCode']}|{line['logisticsNo']}"
        office.store.run(
            "INSERT OR IGNORE INTO stocked (waybill, bill) VALUES (?, ?)", key, paper.head["billNo"]
        )
        sql = "SELECT order_no FROM documents WHERE kind = '511' AND key = ? AND state = 'standing'"
        orders.append(str(office.store.value(sql, key) or ""))
    office.store.run("UPDATE documents SET invt_no = ? WHERE id = ?", f"RK{paper.id:016d}", paper.id)
    return orders


def _lines(office: Office, found: Declared, document: Document) -> Verdict | None:
    """No line that the list has not, no more of it than earlier returns of the list left."""
    listed = {line["gnum"]: line for line in found.lines}
    before = _taken_back(office, document.head["invtNo"])
    for line in document.lines:
        original = listed.get(line["gnum"])
        if original is None or original["gcode"] != line["gcode"]:
            return Verdict("-625209", f"原清单无此商品[{line['gnum']}]")
        if not 0 < amount(line, "qty") <= amount(original, "qty") - before.get(line["gnum"], 0):
            return Verdict("-625010", f"退货数量超过原清单[{line['gnum']}]")
    return None


def _took_back(office: Office, found: Declared, paper: Declared) -> None:
    """The bill is void once nothing of the list is left with the buyer."""
    gone = _taken_back(office, paper.head["invtNo"])
    if all(gone.get(line["gnum"], 0) >= amount(line, "qty") for line in found.lines):
        quota.release(office, found.id)
        bills.tell(office, found, "3")
        return
    prices = {line["gnum"]: amount(line, "totalPrice") / amount(line, "qty") for line in found.lines}
    quota.reduce(
        office, found.id, sum((prices[x["gnum"]] * amount(x, "qty") for x in paper.lines), Decimal())
    )


def _taken_back(office: Office, list_number: str) -> dict[str, Decimal]:
    """Per line of the list, what standing returns of it hold."""
    sql = "SELECT * FROM documents WHERE kind = '625' AND state = 'standing' AND key LIKE ?"
    total: dict[str, Decimal] = {}
    for row in office.store.rows(sql, f"{list_number}|%"):
        for line in declared(row).lines:
            total[line["gnum"]] = total.get(line["gnum"], Decimal()) + amount(line, "qty")
    return total


def list_of(office: Office, document: Document) -> Declared | None:
    sql = "SELECT * FROM documents WHERE kind = '621' AND invt_no = ? AND state = 'standing' ORDER BY id DESC"
    row = office.store.row(sql, document.head["invtNo"])
    return declared(row) if row else None


def grant(office: Office, paper: Declared) -> list[str]:
    """What an application does once it is approved; the orders whose lists may have waited for it."""
    if paper.kind == "711":
        return _stock_in(office, paper)
    found = list_of(office, paper.document) if paper.kind != "513" else None
    if found is None:
        return []
    if paper.kind == "625":
        _took_back(office, found, paper)
        return []
    quota.release(office, found.id)
    office.store.run(
        "UPDATE documents SET state = 'cancelled', plan = '[]', due_at = NULL WHERE id = ?", found.id
    )
    return []
