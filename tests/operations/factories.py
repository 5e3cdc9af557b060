"""A mall in which every table that an operator reads has a row."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import LoginChange, Look, Membership, User
from analytics.services import count_views
from analytics.types import Channel, Page, View
from catalog.inventory.models import Batch, FreightTemplate, FreightZone, Movement
from catalog.models import Attribute, AttributeChoice, Brand, BrandPaper, Complaint
from catalog.reviews.models import Review
from content.models import Article, Banner, Block
from currency.models import Margin
from customs.models import (
    AccountBook,
    Alarm,
    BookItem,
    DataRequest,
    Declaration,
    Filing,
    MailBatch,
    Message,
    MessageFile,
    PaymentPush,
    PortAccount,
    Receipt,
    TaxBill,
    WhatIfRun,
)
from customs.services.keeping import _place
from journal.models import Delivery, Fact
from orders.aftersale.models import Dispute, Picture, Policy, Request, RequestLine
from orders.logistics.models import CarrierPush, LaneDays, Patience, Silence, TrackingEvent, Waybill
from orders.models import Order, Package
from orders.payments.models import BankReceipt, BillCheck, Break, Notice, Original, Payment, Refund
from orders.risk.models import BlacklistEntry, Case, Rule
from orders.settlement.models import LockedCost, Statement, StatementLine, SupplyPrice, Terms, Voucher
from partners.models import SupplierPaper, SupplierStaff
from privacy.models import Erasure, Export
from privacy.models import Policy as Times
from tenancy.models import Mall
from tenancy.vault import secrets
from tenancy.vault.people import seal_bytes
from tests import factories
from tests.orders import factories as make
from tests.pictures import picture

ID_NUMBER = "11010519491231002X"
LETTER = (
    b'<?xml version="1.0" encoding="UTF-8"?><ceb:CEB311Message xmlns:ceb="http://www.chinaport.gov.cn/ceb">'
    b"<ceb:Order><ceb:OrderHead><ceb:buyerName>\xe5\xbc\xa0\xe4\xb8\x89\xe4\xb8\xb0</ceb:buyerName>"
    b"<ceb:buyerIdNumber>11010519491231002X</ceb:buyerIdNumber><ceb:buyerTelephone>13800138000</ceb:buyerTelephone>"
    b"<ceb:ebpName>Harbor</ceb:ebpName><ceb:note>ID 11010519491231002X</ceb:note>"
    b"</ceb:OrderHead></ceb:Order></ceb:CEB311Message>"
)


def operator(mall: Mall | None, login: str, role: str = "owner", **extra: Any) -> User:
    """An operator of the mall; without a mall, of the platform only."""
    user = factories.operator(login, **extra)
    if mall is not None:
        Membership.objects.create(user=user, mall=mall, role=role)
    return user


def rejected_declaration(order: Order, at: Any) -> Declaration:
    package: Package = order.packages.get()
    Package.objects.filter(pk=package.pk).update(
        clearance="rejected", status="100", status_at=at, reason_code="-1", reason="身份不符"
    )
    declaration = Declaration.objects.create(
        package=package,
        port="haikou",
        cop_no="HK0001",
        state="rejected",
        status="100",
        reason="身份不符",
        sent_at=at,
    )
    row_key, subject = uuid.uuid4(), order.identity.subject
    Message.objects.create(
        declaration=declaration, kind="311", message_id=str(row_key), guid=str(row_key), business_key="P|C|1",
        row_key=row_key, subject=subject, body_sealed=seal_bytes(subject, _place(row_key), LETTER), digest="0" * 64,
        sent_at=at, made_at=at,
    )  # fmt: skip
    Receipt.objects.create(
        declaration=declaration, port="haikou", kind="622", source_key="k1", business_key="HK0001", status="100",
        info="身份不符", returned_at="20260310120000000", outcome="applied", received_at=at,
    )  # fmt: skip
    return declaration


def personal_data(order: Order, at: Any) -> None:
    """A look in clear, another login phone, a copy, an erasure; and the mall's own times."""
    Look.objects.create(
        shopper=order.shopper, identity=order.identity, what="identity", reason="海关来电", actor="operator:1",
        actor_name="王经理", at=at,
    )  # fmt: skip
    LoginChange.objects.create(
        shopper=order.shopper, subject="login-change:1", old_end="0001", new_end="0002", proof="code", at=at
    )
    Export.objects.create(
        shopper=order.shopper, subject="export:1", state="ready", asked_at=at, expires_at=at
    )
    Erasure.objects.create(shopper=order.shopper, state="withdrawn", asked_at=at, acts_at=at)
    Times.objects.create(keep_years=5)


def risks(order: Order, at: Any) -> None:
    """A rule, an entry of the blacklist, a case, a dispute."""
    Rule.objects.create(kind="phone", most=3, hours=24, causes="hold")
    BlacklistEntry.objects.create(
        kind="account",
        value_key="0" * 64,
        shown="13800000009",
        reason="拒付",
        added_by="operator:1",
        added_at=at,
    )
    Case.objects.create(
        order=order,
        causes="review",
        hits=[{"kind": "phone", "causes": "review", "found": 4, "most": 3}],
        opened_at=at,
    )
    package, line = order.packages.get(), order.lines.get()
    SupplyPrice.objects.create(sku=line.sku, currency="USD", cost="8.00", valid_from=at.date())
    LockedCost.objects.create(
        line=line, package=package, currency="USD", unit_cost="8.00", quantity=1, rate="7.1", bare="7.1", margin="0",
        source="pboc", rate_day=at.date(), yuan="56.80", locked_at=at,
    )  # fmt: skip
    Dispute.objects.create(
        number=f"D{package.number}01", order=order, package=package, source="gateway", words="没收到",
        amount="1.00", opened_by="operator:1", opened_at=at,
    )  # fmt: skip


def after_sale(order: Order, refund: Refund, at: Any) -> Request:
    """A request with its line, its picture and its refund; and the mall's own clocks."""
    package, line = order.packages.get(), order.lines.get()
    made = Request.objects.create(
        number="AS1", order=order, package=package, shopper=order.shopper, kind="return", state="received",
        reason="damaged", words="罐子瘪了", reply="请寄回", goods=line.amount, tax=line.tax,
        amount=line.amount + line.tax, tax_from="customs", apply_by=at.date(), back_by=at.date(), acts_by=at,
        carrier="顺丰", waybill="SF1", fate="restock", refund=refund, created_at=at, received_at=at,
    )  # fmt: skip
    RequestLine.objects.create(
        request=made, line=line, pieces=line.quantity, goods=line.amount, vat=line.vat,
        consumption_tax=line.consumption_tax, duty=line.duty, postal_tax=line.postal_tax,
        dutiable_value=line.dutiable_value,
    )  # fmt: skip
    Picture.objects.create(request=made, position=1, content=picture(kind="JPEG"))
    Policy.objects.create(answer_hours=24, return_address="海口市")
    return made


def books(order: Order, at: Any) -> Statement:
    """A voucher in its statement; and the mall's terms."""
    package = order.packages.get()
    voucher = Voucher.objects.create(
        kind="earned", reference=f"earned:{package.number}", supplier=package.supplier, package=package, goods="100.00",
        commission="8.00", escrow="100.00", payable="-92.00", commission_earned="-8.00", due_on=at.date(), at=at,
    )  # fmt: skip
    made = Statement.objects.create(
        number="ST1", supplier=package.supplier, begins_on=at.date(), ends_on=at.date(), goods="100.00",
        commission="8.00", payable="92.00", state="disputed", words="少了一单", drawn_at=at,
    )  # fmt: skip
    StatementLine.objects.create(statement=made, voucher=voucher)
    Terms.objects.create(supplier_share="0.5")
    return made


def bank(payment: Payment, at: Any) -> Break:
    """A receipt that waits for a second operator, and a day's bill with a difference that is open."""
    Original.objects.create(payment=payment, kind="request", text='{"amount": 1}', at=at)
    BankReceipt.objects.create(
        payment=payment, amount=payment.amount, payer="某公司", bank_reference="B1", received_at=at,
        entered_by="operator:1",
    )  # fmt: skip
    check = BillCheck.objects.create(gateway="wechat", day=at.date(), payments=1, paid="1.00", at=at)
    return Break.objects.create(
        check_of=check, kind="amount", number=payment.number, ours="2.00", theirs="1.00"
    )


def furnish() -> Order:
    """Everything, in the open mall. Returns the order."""
    at = timezone.now() - timedelta(hours=2)
    sku = factories.sku(stock=3)
    placed = make.placed(None, (sku, 1))
    order = Order.objects.get(pk=placed.order_id)
    package = order.packages.get()
    payment = Payment.objects.create(
        order=order, package=package, gateway="wechat", number="PAY1", amount=order.total, expires_at=at
    )
    Notice.objects.create(
        gateway="wechat", event_id="E1", payment=payment, body_digest="0" * 64, outcome="paid", received_at=at
    )
    refund = Refund.objects.create(payment=payment, number="R1", amount="1.00", reason="缺货")
    bank(payment, at)
    books(order, at)
    after_sale(order, refund, at)
    waybill = Waybill.objects.create(
        package=package, carrier="domestic", carrier_code="C1", carrier_name="内陆快运", number="W1"
    )
    TrackingEvent.objects.create(waybill=waybill, code="picked_up", place="海口", at=at, source="carrier")
    parcels(package, at)
    visits(sku.product_id, at)
    CarrierPush.objects.create(
        source="domestic", digest="0" * 64, body="{}", outcome="nothing", received_at=at
    )
    personal_data(order, at)
    risks(order, at)
    rejected_declaration(order, at)
    TaxBill.objects.create(
        declaration=order.packages.get().declarations.get(), port="haikou", list_number="640020261000000001",
        tax_no="T1", status="1", status_at="20260310120000000", received_at=at,
    )  # fmt: skip
    book = AccountBook.objects.create(
        number="T2925W000088", port="haikou", keeper_code="4601W60002", keeper_name="海口仓储有限公司"
    )
    BookItem.objects.create(book=book, number="1", hs_code="1901101010", name="婴儿奶粉", unit="035")
    MailBatch.objects.create(
        port="haikou", master_bill="88012345675", vehicle="HU7963", voyage="HU7963", opened_at=at
    )
    MessageFile.objects.create(
        port="haikou", kind="311", message_id="M1", batch=uuid.uuid4(), before=b"", after=b"", digest="0" * 64,
        documents=1, made_at=at,
    )  # fmt: skip
    PaymentPush.objects.create(package=package, place="haikou")
    WhatIfRun.objects.create(name="上调税率", change={}, on=at.date(), asked_by="运营", asked_at=at)
    DataRequest.objects.create(session="S1", order_no="P1", service_time=1, received_at=at, due_at=at)
    PortAccount.objects.create(port="haikou", endpoint="http://127.0.0.1:1", dxp_id="DXP1")
    Filing.objects.create(sku=sku, port="haikou", filed={"hs_code": "1901101010"}, prepared_at=at)
    Alarm.objects.create(
        kind="signer", subject="signer:haikou:5A", port="haikou", since=at, raised_at=at,
        about={"serial": "5A", "until": at.isoformat()},
    )  # fmt: skip
    Movement.objects.create(stock=sku.stocks.get(), kind="received", on_hand=3, at=at)
    Batch.objects.create(
        stock=sku.stocks.get(), code="B-1", on_hand=3, expires_on=at.date() + timedelta(days=900)
    )
    colour = Attribute.objects.create(code="colour", name_zh_hans="颜色", name_en="Colour")
    AttributeChoice.objects.create(attribute=colour, code="red", value_zh_hans="红色", value_en="Red")
    Review.objects.create(product=sku.product, name_shown="王**", stars=2, text="罐子瘪了", created_at=at)
    Block.objects.create(kind="floor", title_zh_hans="奶粉", title_en="Milk")
    Banner.objects.create(title_zh_hans="夏日奶粉节", title_en="Milk days", link="/search?q=milk")
    Article.objects.create(
        slug="shipping", title_zh_hans="配送", title_en="Shipping", body_zh_hans="一", body_en="One"
    )
    brand = Brand.objects.create(code="testa", name_zh_hans="试牌", name_en="Testa")
    BrandPaper.objects.create(
        brand=brand, supplier=sku.product.supplier, kind="licence", number="7", valid_from=at, valid_until=at
    )
    Complaint.objects.create(
        product=sku.product, right="trademark", registration_no="TM-1", complainant="某公司", contact="a@b.cn",
        statement="这是我们的商标", filed_at=at,
    )  # fmt: skip
    Margin.objects.create(currency="EUR", percent="1.00")
    SupplierStaff.objects.create(user=factories.shopper(), supplier=sku.product.supplier)
    SupplierPaper.objects.create(
        supplier=sku.product.supplier, kind="licence", name="licence.pdf", file="x", media_type="application/pdf",
        size=1, digest="0" * 64, added_at=at,
    )  # fmt: skip
    fact = Fact.objects.create(
        kind="order.paid", subject=f"order:{order.pk}", payload={"order_id": 1}, occurred_at=at
    )
    for hearer, state in (("a.b", "dead"), ("c.d", "done")):
        Delivery.objects.create(
            fact=fact, hearer=hearer, subject=fact.subject, state=state, next_at=at, last_error="no answer"
        )
    secrets.put(name="gateway.wechat", value="{}")
    return order


def visits(product_id: int, at: Any) -> None:
    """A visit that read the home page and a product."""
    seen = View(Page.PRODUCT, Channel.PHONE, product_id=product_id)
    count_views(views=[View(Page.HOME, Channel.PHONE, begins=True), seen], now=at)


def parcels(package: Package, at: Any) -> None:
    """What is known of lanes, of silence, and of freight."""
    LaneDays.objects.create(
        warehouse_id=package.warehouse_id, mode=package.mode, port=package.port, province="33", parcels=20,
        p50=2, p90=5, promised=4, on_time=17, measured_at=at,
    )  # fmt: skip
    Patience.objects.create()
    Silence.objects.create(package=package, leg="customs", since=at, raised_at=at)
    template = FreightTemplate.objects.create(name="标准")
    FreightZone.objects.create(template=template, provinces="31 33", first_fee=8, next_fee=3)
