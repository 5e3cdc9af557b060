"""What customs needs of a package."""

from __future__ import annotations

from orders.errors import NoSuchOrder
from orders.models import Line, Package
from orders.selectors.payers import payer_of
from orders.types import DocumentLine, PackageDocuments, PaymentFacts, WaybillFacts


def customs_documents(package_id: int) -> PackageDocuments:
    """Everything the four documents of the package are made of, as it was sold. Four statements.

    Raises NoSuchOrder.
    """
    rows = Package.objects.select_related("order", "supplier", "warehouse").prefetch_related("lines")
    package = rows.filter(pk=package_id).first()
    if package is None:
        raise NoSuchOrder()
    order, supplier, warehouse = package.order, package.supplier, package.warehouse
    return PackageDocuments(
        order_id=order.pk,
        order_number=order.number,
        package_id=package.pk,
        number=package.number,
        mode=package.mode,
        port=package.port,
        clearance=package.clearance,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        shopper_id=order.shopper_id,
        identity_id=order.identity_id,
        consignee=order.consignee,
        phone=order.phone,
        address=order.address,
        district_code=order.district_code,
        supplier_code=supplier.code,
        supplier_company_code=supplier.company_code,
        supplier_company_name=supplier.company_name,
        warehouse_code=warehouse.code,
        warehouse_country=warehouse.country,
        account_book=warehouse.account_book,
        goods=package.goods,
        freight=package.freight,
        discount=package.discount,
        tax=package.tax,
        total=package.total,
        net_kg=package.net_kg,
        gross_kg=package.gross_kg,
        lines=tuple(_line(row) for row in package.lines.all()),
        payment=_payment(package),
        waybill=_waybill(package),
    )


def _line(row: Line) -> DocumentLine:
    return DocumentLine(
        row.sequence,
        row.sku_code,
        row.title,
        row.quantity,
        row.unit_price,
        row.amount,
        row.dutiable_value,
        row.tax,
        row.trade,
    )


def _payment(package: Package) -> PaymentFacts | None:
    """The payment that was made; payments stand a floor above, so they are asked through the relation."""
    row = package.payments.filter(state__in=("paid", "refunded")).order_by("-pk").first()
    if row is None:
        return None
    payer = payer_of(row.row_key, row.payer_subject, row.payer_sealed)
    return PaymentFacts(row.pk, row.gateway, row.number, row.transaction_id, row.amount, row.paid_at, payer)


def _waybill(package: Package) -> WaybillFacts | None:
    row = package.waybills.filter(leg="domestic", cancelled_at=None).first()
    if row is None:
        return None
    return WaybillFacts(row.pk, row.carrier, row.carrier_code, row.carrier_name, row.number)
