"""Whether a document may enter beside what is stored: new, change, deletion (appType 1, 2, 3)."""

from dataclasses import dataclass

from simulators.port.intake.format import Document
from simulators.port.types import Declared, Verdict, declared
from simulators.store import Store


@dataclass(frozen=True)
class Codes:
    exists: str
    nothing: str
    declared: str
    older: str


_CODES = {
    "311": Codes("-301010", "-301009", "-301011", "-301014"),
    "411": Codes("-401007", "-401006", "-401008", "-401012"),
    "511": Codes("-504015", "-504014", "-504016", "-505016"),
}


@dataclass(frozen=True)
class Place:
    """Where the document goes: what it replaces, or why it may not enter."""

    replaces: Declared | None = None
    refusal: Verdict | None = None


def key_of(kind: str, document: Document) -> str:
    """The number that must be unique for this kind."""
    names = {
        "311": ("ebpCode", "orderNo"),
        "411": ("payCode", "payTransactionId"),
        "511": ("logisticsCode", "logisticsNo"),
        "621": ("ebpCode", "orderNo"),
    }[kind]
    return "|".join(document.head[name] for name in names)


def stored(store: Store, kind: str, key: str) -> Declared | None:
    """The one that stands, else the latest that was turned down or drafted."""
    row = store.row(
        "SELECT * FROM documents WHERE kind = ? AND key = ? AND state IN ('standing', 'refused', 'draft') "
        "AND accepted = 1 ORDER BY state = 'standing' DESC, id DESC LIMIT 1",
        kind,
        key,
    )
    return declared(row) if row else None


def list_of(store: Store, order_no: str) -> Declared | None:
    """The inventory list that stands for an order."""
    row = store.row(
        "SELECT * FROM documents WHERE kind = '621' AND order_no = ? AND state = 'standing'", order_no
    )
    return declared(row) if row else None


def place(store: Store, kind: str, document: Document) -> Place:
    before = stored(store, kind, key_of(kind, document))
    if kind == "621":
        return _place_list(store, document, before)
    codes, app_type = _CODES[kind], document.head["appType"]
    standing = before if before and before.state == "standing" else None
    if app_type == "1":
        if standing:
            return _refuse(codes.exists, f"已存在相同编号的数据[{standing.key}]")
        return Place()
    if before is None:
        return _refuse(codes.nothing, "申报类型错误,未找到原数据")
    if document.head["appTime"] <= before.app_time:
        return _refuse(codes.older, "接收报文为旧报文数据,不做处理")
    if list_of(store, document.head["orderNo"]):
        return _refuse(codes.declared, "清单已申报,当前状态不允许变更")
    return Place(replaces=standing)


def _place_list(store: Store, document: Document, before: Declared | None) -> Place:
    head = document.head
    standing = before is not None and before.state == "standing"
    if head["appType"] == "1":
        if standing:
            return _refuse("-621004", f"清单已经申报,不允许重复申报[{head['orderNo']}]")
        return Place()
    if before is None:
        return _refuse("-621011", "没有可变更的已申报清单")
    if standing or head["appType"] == "3":
        return _refuse("-621012", "清单当前状态不允许变更")
    if head["appTime"] <= before.app_time:
        return _refuse("-621001", "接收报文为旧报文数据,不做处理")
    return Place()


def _refuse(status: str, info: str) -> Place:
    return Place(refusal=Verdict(status, info))
