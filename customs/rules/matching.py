"""The match of the four documents (四单对碰): order, payment, waybill and list, compared as the port does.

Source: the text of the 202205 specification on 311, 411, 511 and 621. Made before sending, so that what
disagrees is mended here and not by a rejection (100).
"""

from collections.abc import Iterator, Sequence

from customs.rules.arithmetic import check_order
from customs.rules.documents import DocLine, ListDoc, OrderDoc, PaymentDoc, WaybillDoc
from customs.rules.identity import Person, check_payer
from customs.rules.types import Finding, Mender, noop
from identifiers import phone, resident_id
from money.formatting import yuan


def match(order: OrderDoc, payment: PaymentDoc, waybill: WaybillDoc, inventory: ListDoc) -> list[Finding]:
    """Everything in which the four documents disagree, and the order with itself; empty when they match."""
    return [
        *check_order(order),
        *_order_numbers(order, payment, waybill, inventory),
        *_companies(order, payment, inventory),
        *_payment(order, payment),
        *_people(order, payment, inventory),
        *_waybill(waybill, inventory),
        *_consignee(order, waybill, inventory),
        *_lines(order.lines, inventory.lines),
    ]


def _differ(code: str, field: str, says: str, left: str, right: str, who: Mender) -> Iterator[Finding]:
    if left != right:
        yield Finding(f"match.{code}", field, says, who, {"left": left or "-", "right": right or "-"})


def _order_numbers(o: OrderDoc, p: PaymentDoc, w: WaybillDoc, i: ListDoc) -> Iterator[Finding]:
    pay = noop("The order number is %(left)s, but %(right)s on the payment.")
    way = noop("The order number is %(left)s, but %(right)s on the waybill.")
    inv = noop("The order number is %(left)s, but %(right)s on the list.")
    yield from _differ("order_no", "payment.order_no", pay, o.order_no, p.order_no, Mender.PLATFORM)
    yield from _differ("order_no", "waybill.order_no", way, o.order_no, w.order_no, Mender.PLATFORM)
    yield from _differ("order_no", "list.order_no", inv, o.order_no, i.order_no, Mender.PLATFORM)


def _companies(o: OrderDoc, p: PaymentDoc, i: ListDoc) -> Iterator[Finding]:
    pay = noop("The platform company is %(left)s on the order, but %(right)s on the payment.")
    inv = noop("The platform company is %(left)s on the order, but %(right)s on the list.")
    ebc = noop("The e-commerce company is %(left)s on the order, but %(right)s on the list.")
    yield from _differ("ebp_code", "payment.ebp_code", pay, o.ebp_code, p.ebp_code, Mender.OPERATOR)
    yield from _differ("ebp_code", "list.ebp_code", inv, o.ebp_code, i.ebp_code, Mender.OPERATOR)
    yield from _differ("ebc_code", "list.ebc_code", ebc, o.ebc_code, i.ebc_code, Mender.OPERATOR)


def _payment(o: OrderDoc, p: PaymentDoc) -> Iterator[Finding]:
    amount = noop("%(left)s yuan is due on the order, but %(right)s was paid.")
    yield from _differ("amount", "payment.amount", amount, yuan(o.paid), yuan(p.amount), Mender.PLATFORM)
    if o.pay_code:
        code = noop("The payment company is %(left)s on the order, but %(right)s on the payment.")
        yield from _differ("pay_code", "payment.pay_code", code, o.pay_code, p.pay_code, Mender.OPERATOR)
    if o.pay_transaction_id:
        number = noop("The payment number is %(left)s on the order, but %(right)s on the payment.")
        left, right = o.pay_transaction_id, p.pay_transaction_id
        yield from _differ(
            "pay_transaction_id", "payment.pay_transaction_id", number, left, right, Mender.PLATFORM
        )


def _people(o: OrderDoc, p: PaymentDoc, i: ListDoc) -> Iterator[Finding]:
    yield from check_payer(o.buyer, p.payer)
    if _key(o.buyer) != _key(i.buyer):
        says = noop("The orderer is %(left)s on the order, but %(right)s on the list.")
        values = {"left": resident_id.mask(o.buyer.id_number), "right": resident_id.mask(i.buyer.id_number)}
        yield Finding("match.buyer", "list.buyer", says, Mender.PLATFORM, values)


def _key(person: Person) -> tuple[str, str]:
    return person.name, person.id_number


def _waybill(w: WaybillDoc, i: ListDoc) -> Iterator[Finding]:
    code = noop("The logistics company is %(left)s on the waybill, but %(right)s on the list.")
    number = noop("The waybill number is %(left)s, but %(right)s on the list.")
    who = Mender.PLATFORM
    yield from _differ("logistics_code", "list.logistics_code", code, w.logistics_code, i.logistics_code, who)
    yield from _differ("logistics_no", "list.logistics_no", number, w.logistics_no, i.logistics_no, who)


def _consignee(o: OrderDoc, w: WaybillDoc, i: ListDoc) -> Iterator[Finding]:
    """Compared by letter; names and addresses are not told in the finding, phones are masked."""
    who = Mender.LOGISTICS_COMPANY
    if o.consignee != w.consignee:
        says = noop("The consignee's name on the waybill is not the one on the order.")
        yield Finding("match.consignee", "waybill.consignee", says, who)
    if o.consignee_phone != w.consignee_phone:
        says = noop("The consignee's phone is %(left)s on the order, but %(right)s on the waybill.")
        values = {"left": phone.mask(o.consignee_phone), "right": phone.mask(w.consignee_phone)}
        yield Finding("match.consignee_phone", "waybill.consignee_phone", says, who, values)
    if o.consignee_address != w.consignee_address:
        says = noop("The consignee's address on the waybill is not the one on the order.")
        yield Finding("match.consignee_address", "waybill.consignee_address", says, who)
    if o.consignee_address != i.consignee_address:
        says = noop("The consignee's address on the list is not the one on the order.")
        yield Finding("match.consignee_address", "list.consignee_address", says, Mender.PLATFORM)


def _lines(ordered: Sequence[DocLine], listed: Sequence[DocLine]) -> Iterator[Finding]:
    """One to one by number: name, quantity and total."""
    left, right = {line.gnum: line for line in ordered}, {line.gnum: line for line in listed}
    for gnum in sorted(left.keys() ^ right.keys()):
        says = noop("Line %(line)s stands on only one of order and list.")
        yield Finding("match.line", f"list.lines[{gnum}]", says, Mender.PLATFORM, {"line": str(gnum)})
    for gnum in sorted(left.keys() & right.keys()):
        yield from _line(left[gnum], right[gnum])


def _line(left: DocLine, right: DocLine) -> Iterator[Finding]:
    field, who = f"list.lines[{left.gnum}]", Mender.PLATFORM
    name = noop("A line is called %(left)s on the order, but %(right)s on the list.")
    qty = noop("A line holds %(left)s pieces on the order, but %(right)s on the list.")
    total = noop("A line costs %(left)s yuan on the order, but %(right)s on the list.")
    yield from _differ("line_name", f"{field}.name", name, left.name, right.name, who)
    if left.qty != right.qty:
        yield from _differ("line_qty", f"{field}.qty", qty, f"{left.qty:f}", f"{right.qty:f}", who)
    if left.total != right.total:
        yield from _differ("line_total", f"{field}.total", total, f"{left.total:f}", f"{right.total:f}", who)
