"""One good package and one good set of four documents; tests spoil one thing at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from customs.rules.before_payment import PackageFacts, PackageLine, Parties
from customs.rules.documents import DocLine, ListDoc, OrderDoc, PaymentDoc, WaybillDoc
from customs.rules.identity import Person
from customs.rules.modes import Mode
from customs.rules.profile import TradeProfile

ORDERER = Person("张三", "11010519491231002X")
OTHER = Person("李四", "440308199901010012")

PROFILE = TradeProfile(
    hs_code="3304990039",
    declared_name="保湿面霜",
    gmodel="0|0|护肤|50ml",
    brand="Hada",
    origin="JP",
    unit="142",
    unit1="035",
    factor1=Decimal("0.05"),
    net_kg=Decimal("0.05"),
    gross_kg=Decimal("0.08"),
    item_record_no="17",
    postal_article="09020000",
    on_positive_list=True,
)
PARTIES = Parties(
    ebp_code="4403169D3W",
    ebc_code="4403169D3W",
    agent_code="31222699S7",
    logistics_code="91110000600037341L",
    pay_code="440316T004",
    customs_code="2928",
    account_book="T2928W000001",
    area_code="3301964J31",
)
LINE = PackageLine("保湿面霜", 2, Decimal("100.00"), Decimal("200.00"), PROFILE)
GOOD = PackageFacts(
    mode=Mode.BONDED_1210,
    lines=(LINE,),
    goods_value=Decimal("200.00"),
    freight=Decimal("10.00"),
    tax_total=Decimal("19.11"),
    discount=Decimal("5.00"),
    paid=Decimal("224.11"),
    dutiable_value=Decimal("210.00"),
    allowance_used=Decimal("0.00"),
    orderer=ORDERER,
    orderer_phone="13800138000",
    consignee="张三",
    consignee_phone="13800138000",
    consignee_address="浙江省杭州市上城区中山路1号",
    parties=PARTIES,
    today=date(2026, 1, 31),
)
DOC_LINE = DocLine(1, "保湿面霜", Decimal("2"), Decimal("100.00"), Decimal("200.00"))
ORDER = OrderDoc(
    order_no="A1",
    ebp_code="4403169D3W",
    ebc_code="4403169D3W",
    goods_value=Decimal("200.00"),
    freight=Decimal("10.00"),
    discount=Decimal("5.00"),
    tax_total=Decimal("19.11"),
    paid=Decimal("224.11"),
    buyer=ORDERER,
    consignee="张三",
    consignee_phone="13800138000",
    consignee_address="浙江省杭州市上城区中山路1号",
    lines=(DOC_LINE,),
    pay_code="440316T004",
    pay_transaction_id="4200001",
)
PAYMENT = PaymentDoc("A1", "4403169D3W", "440316T004", "4200001", ORDERER, Decimal("224.11"))
WAYBILL = WaybillDoc(
    "A1", "91110000600037341L", "CP1", ORDER.consignee, ORDER.consignee_phone, ORDER.consignee_address
)
INVENTORY = ListDoc(
    order_no="A1",
    ebp_code="4403169D3W",
    ebc_code="4403169D3W",
    logistics_code="91110000600037341L",
    logistics_no="CP1",
    buyer=ORDERER,
    consignee_address=ORDER.consignee_address,
    lines=(DOC_LINE,),
)


def spoiled_line(**profile: Any) -> tuple[PackageLine, ...]:
    return (replace(LINE, profile=replace(PROFILE, **profile)),)
