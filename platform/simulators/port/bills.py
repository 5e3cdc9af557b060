"""Tax bills (电子税单): made when a list is released, consolidated at the end of the month, void when goods go back."""

from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from simulators import clock
from simulators.port.intake.fields import NAMESPACE
from simulators.port.office import Office
from simulators.port.types import Declared, amount
from simulators.store import Row, pack

_FEN = Decimal("0.01")
_REDUCED = Decimal("0.7")
Line = tuple[str, str, Decimal, Decimal, Decimal]


def make(office: Office, paper: Declared) -> None:
    """CEB816, status 1."""
    lines = [_line(office, paper, line) for line in paper.lines]
    head = {
        **_opening(office, paper, "1"),
        "customsTax": "0.00",
        "valueAddedTax": str(sum((line[3] for line in lines), Decimal())),
        "consumptionTax": str(sum((line[4] for line in lines), Decimal())),
        "status": "1",
        "assureCode": paper.head["assureCode"],
        "customsCode": paper.head["customsCode"],
    }
    root = _root(head["guid"], "816")
    tax = etree.SubElement(root, f"{{{NAMESPACE}}}Tax")
    _fill(etree.SubElement(tax, f"{{{NAMESPACE}}}TaxHeadRd"), head)
    for gnum, code, value, vat, consumption in lines:
        row = {"gnum": gnum, "gcode": code, "taxPrice": str(value), "customsTax": "0.00", "valueAddedTax": str(vat),
               "consumptionTax": str(consumption)}  # fmt: skip
        _fill(etree.SubElement(tax, f"{{{NAMESPACE}}}TaxListRd"), row)
    _publish(office, "816", paper, root)


def tell(office: Office, paper: Declared, status: str) -> None:
    """CEB818: 2 consolidated, 3 void."""
    head = {**_opening(office, paper, status), "status": status}
    if status == "2":
        head["entDutyNo"] = f"J{paper.invt_no}"[:50]
    root = _root(head["guid"], "818")
    tax = etree.SubElement(root, f"{{{NAMESPACE}}}Tax")
    _fill(etree.SubElement(tax, f"{{{NAMESPACE}}}TaxHeadStatus"), head)
    _publish(office, "818", paper, root)


def _line(office: Office, paper: Declared, line: Row) -> Line:
    """Value with its share of the freight, and the taxes on it as retail import within the limits counts them."""
    goods = sum((amount(each, "totalPrice") for each in paper.lines), Decimal())
    own = amount(line, "totalPrice")
    freight = amount(paper.head, "freight") * own / goods if goods else Decimal()
    value = own + freight
    rates = office.settings["tax_rates"]
    vat_rate, consumption_rate = (Decimal(str(rate)) for rate in rates.get(line["gcode"]) or rates["default"])
    consumption = value * consumption_rate / (1 - consumption_rate)
    vat = (value + consumption) * vat_rate
    return line["gnum"], line["gcode"], _fen(value), _fen(vat * _REDUCED), _fen(consumption * _REDUCED)


def _fen(value: Decimal) -> Decimal:
    return value.quantize(_FEN, ROUND_HALF_UP)


def _opening(office: Office, paper: Declared, status: str) -> dict[str, str]:
    token = office.dice.token("bill", paper.id, status).upper()
    guid = "-".join((token[:8], token[8:12], token[12:16], token[16:20], token[20:32]))
    return {
        "guid": guid,
        "returnTime": clock.compact_millis(office.clock()),
        "invtNo": paper.invt_no,
        "taxNo": f"{paper.invt_no}T1",
    }


def _root(guid: str, kind: str) -> etree._Element:
    root = etree.Element(f"{{{NAMESPACE}}}CEB{kind}Message", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("guid", guid)
    root.set("version", "1.0")
    return root


def _fill(parent: etree._Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = value


def _publish(office: Office, kind: str, paper: Declared, root: etree._Element) -> None:
    now = office.clock()
    row = {"msgtype": f"CEB{kind}Message", "invtno": paper.invt_no, "returntime2": clock.compact_millis(now)}
    office.store.insert(
        "receipts",
        kind=kind,
        order_no=paper.order_no,
        dxp_id=paper.dxp_id,
        publish_at=now,
        row=pack(row),
        xml=etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
    )
