"""Business rules a document must keep by itself (业务校验); matching it with others comes later."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from simulators.port.intake.format import Document
from simulators.port.intake.identity import is_resident_id
from simulators.port.types import Verdict, amount

Rule = Callable[[Document], Iterator[Verdict | str]]
_PARAMETERS = {"311": "-301008", "411": "-401009", "511": "-504011", "621": "-621001", "513": "-505011",
               "623": "-623001", "625": "-625001", "711": "-800001"}  # fmt: skip
_CENT = Decimal("0.01")


def first_breach(kind: str, document: Document) -> Verdict | None:
    """The first rule broken; a bare reason gets the kind's code for bad parameters (参数检验失败)."""
    for rule in _RULES[kind]:
        for breach in rule(document):
            if isinstance(breach, Verdict):
                return breach
            return Verdict(_PARAMETERS[kind], f"参数检验失败[{breach}]")
    return None


def _times(*names: str) -> Rule:
    def check(document: Document) -> Iterator[str]:
        for name in names:
            value = document.head.get(name, "")
            shape = "%Y%m%d%H%M%S" if len(value) == 14 else "%Y%m%d"
            try:
                datetime.strptime(value, shape)
            except ValueError:
                yield f"{name}:{value}不是有效时间"

    return check


def _one_of(name: str, *allowed: str) -> Rule:
    def check(document: Document) -> Iterator[str]:
        if document.head[name] not in allowed:
            yield f"{name}:{document.head[name]}不在允许范围{'/'.join(allowed)}"

    return check


def _no_negative(*names: str) -> Rule:
    def check(document: Document) -> Iterator[str]:
        for name in names:
            if amount(document.head, name) < 0:
                yield f"{name}不能为负"

    return check


def _resident(prefix: str) -> Rule:
    def check(document: Document) -> Iterator[str]:
        head = document.head
        if head[f"{prefix}IdType"] != "1":
            yield f"{prefix}IdType限定为1-身份证"
        elif not is_resident_id(head[f"{prefix}IdNumber"]):
            yield f"{prefix}IdNumber身份证号码校验不通过"

    return check


def _gnums(code: str) -> Rule:
    def check(document: Document) -> Iterator[Verdict]:
        numbers = [line["gnum"].strip() for line in document.lines]
        if len(set(numbers)) != len(numbers):
            yield Verdict(code, f"商品序号重复[{','.join(numbers)}]")

    return check


def _line_sums(document: Document) -> Iterator[str]:
    for line in document.lines:
        quantity, price = amount(line, "qty"), amount(line, "price")
        if quantity <= 0 or price < 0:
            yield f"gnum {line['gnum']}:数量须为正,单价不能为负"
        # a total that does not divide evenly leaves at most half of the price's fifth digit per piece
        slack = max(_CENT, quantity * Decimal("0.000005"))
        if abs(quantity * price - amount(line, "totalPrice")) > slack:
            yield f"gnum {line['gnum']}:总价不等于单价乘以数量"


def _paid_sum(document: Document) -> Iterator[str]:
    head = document.head
    goods = sum((amount(line, "totalPrice") for line in document.lines), Decimal(0))
    if goods != amount(head, "goodsValue"):
        yield f"商品总价之和{goods}不等于goodsValue{head['goodsValue']}"
    due = goods + amount(head, "freight") + amount(head, "taxTotal") - amount(head, "discount")
    if due != amount(head, "acturalPaid"):
        yield f"acturalPaid{head['acturalPaid']}不等于商品价格+运杂费+代扣税款-非现金抵扣金额{due}"


def _positive(*names: str) -> Rule:
    def check(document: Document) -> Iterator[str]:
        for name in names:
            if amount(document.head, name) <= 0:
                yield f"{name}须大于0"

    return check


def _weights(document: Document) -> Iterator[str]:
    if amount(document.head, "netWeight") > amount(document.head, "grossWeight"):
        yield "净重大于毛重"


def _mode(document: Document) -> Iterator[str]:
    """What direct purchase (9610) and bonded stock (1210, 1239) each require."""
    head = document.head
    if head["tradeMode"] == "9610":
        yield from (f"9610须填写{name}" for name in ("trafNo", "voyageNo", "billNo") if not head.get(name))
        return
    if head["country"] != "142":
        yield f"{head['tradeMode']}起运国须为142"
    yield from (
        f"{head['tradeMode']}须填写{name}" for name in ("emsNo", "areaCode", "areaName") if not head.get(name)
    )
    for line in document.lines:
        if not line.get("itemRecordNo"):
            yield f"{head['tradeMode']}须填写itemRecordNo,gnum {line['gnum']}"


def _guarantor(document: Document) -> Iterator[str]:
    head = document.head
    if head["assureCode"] not in (head["ebpCode"], head["ebcCode"], head["logisticsCode"]):
        yield "assureCode须为电商平台、电商企业或物流企业"


def _units(document: Document) -> Iterator[str]:
    for line in document.lines:
        if not (line["gcode"].isascii() and line["gcode"].isdigit()):
            yield f"gcode:{line['gcode']}不是商品编码"
        second_unit, second = bool(line.get("unit2")), bool(line.get("qty2", "").strip())
        if second_unit != second or (second and amount(line, "qty2") <= 0):
            yield f"第二法定数量与第二法定单位须同时填写,gnum {line['gnum']}"
        if amount(line, "qty1") <= 0:
            yield f"qty1须大于0,gnum {line['gnum']}"


_ANY: tuple[Rule, ...] = (
    _times("appTime"),
    _one_of("appType", "1", "2", "3"),
    _one_of("appStatus", "1", "2"),
)
_RULES: dict[str, tuple[Rule, ...]] = {
    "513": (*_ANY, _one_of("logisticsStatus", "S"), _times("logisticsTime")),
    "623": (*_ANY, _one_of("appType", "1"), _resident("buyer")),
    "625": (*_ANY, _one_of("appType", "1"), _resident("buyer")),
    "711": (*_ANY, _one_of("appType", "1"), _one_of("ieFlag", "I"), _gnums("-800001")),
    "311": (
        *_ANY,
        _one_of("orderType", "I"),
        _resident("buyer"),
        _gnums("-301002"),
        _no_negative("goodsValue", "freight", "discount", "taxTotal", "acturalPaid"),
        _line_sums,
        _paid_sum,
    ),
    "411": (*_ANY, _times("payTime"), _resident("payer"), _positive("amountPaid")),
    "511": (*_ANY, _positive("weight"), _one_of("packNo", "1"), _no_negative("freight", "insuredFee")),
    "621": (
        *_ANY,
        _times("declTime"),
        _one_of("ieFlag", "I"),
        _one_of("tradeMode", "9610", "1210", "1239"),
        _mode,
        _guarantor,
        _resident("buyer"),
        _one_of("packNo", "1"),
        _positive("grossWeight", "netWeight"),
        _weights,
        _no_negative("freight", "insuredFee"),
        _gnums("-621027"),
        _units,
        _line_sums,
    ),
}
