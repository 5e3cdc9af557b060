from itertools import product

import pytest

from orders.lifecycle.axes import Aftersale, Clearance, Fulfilment, Order, Parcel, Payment
from orders.lifecycle.summary import WORDS, Axes, summary

PAID = {"order": "paid", "payment": "paid"}


@pytest.mark.parametrize(
    ("axes", "zh"),
    [
        (Axes(), "待付款"),
        (Axes(payment="failed"), "支付失败"),
        (Axes(**PAID), "已付款"),
        (Axes(**PAID, parcels=(Parcel("waybill_assigned"),)), "已付款"),
        (Axes(**PAID, parcels=(Parcel("declared"),)), "申报中"),
        (Axes(**PAID, parcels=(Parcel("accepted"),)), "海关审核"),
        (Axes(**PAID, parcels=(Parcel("inspecting"),)), "海关查验"),
        (Axes(**PAID, parcels=(Parcel("released"),)), "已放行"),
        (Axes(**PAID, parcels=(Parcel("released", "dispatched"),)), "运输中"),
        (Axes(**PAID, parcels=(Parcel("released", "delivering"),)), "派送中"),
        (Axes(**PAID, parcels=(Parcel("released", "signed"),)), "已签收"),
        (Axes(**PAID, parcels=(Parcel("released", "lost"),)), "包裹丢失"),
        (Axes(**PAID, parcels=(Parcel("rejected", mend="identity"),)), "身份不符待补"),
        (Axes(**PAID, parcels=(Parcel("rejected", mend="limit"),)), "超额退单"),
        (Axes(**PAID, parcels=(Parcel("rejected"),)), "海关退单"),
        (Axes(**PAID, parcels=(Parcel("returned"),)), "已退运"),
        (Axes(order="completed", payment="paid", parcels=(Parcel("released", "signed"),)), "已完成"),
        (Axes(order="cancelled"), "已取消"),
        (Axes(order="cancelled", payment="refunding"), "退款中"),
        (Axes(order="cancelled", payment="refunded"), "已取消"),
        (Axes(order="expired"), "超时已关闭"),
        (Axes(order="paid", payment="refunding"), "退款中"),
        (Axes(order="completed", payment="refunded"), "已退款"),
        (Axes(order="completed", payment="paid", aftersale="requested"), "售后中"),
        (Axes(order="completed", payment="paid", aftersale="settled"), "已完成"),
    ],
)
def test_the_word(axes: Axes, zh: str) -> None:
    assert summary(axes).zh == zh


def test_the_parcel_furthest_behind_speaks() -> None:
    parcels = (Parcel("released", "signed"), Parcel("accepted"), Parcel("released", "in_transit"))
    assert summary(Axes(**PAID, parcels=parcels)).code == "under_review"


def test_trouble_speaks_first() -> None:
    parcels = (Parcel("none"), Parcel("rejected", mend="identity"))
    word = summary(Axes(**PAID, parcels=parcels))
    assert (word.code, word.attention) == ("identity_wanted", True)


def test_every_combination_has_a_word_and_every_word_is_used() -> None:
    seen = {
        summary(Axes(order, payment, (Parcel(clearance, fulfilment, mend=mend),), aftersale)).code
        for order, payment, clearance, fulfilment, aftersale, mend in product(
            Order, Payment, Clearance, Fulfilment, Aftersale, ("", "identity", "limit")
        )
    }
    assert seen == {word.code for word in WORDS}


def test_every_word_speaks_both_languages() -> None:
    assert len({word.code for word in WORDS}) == len({word.zh for word in WORDS}) == len(WORDS)
    for word in WORDS:
        assert word.name("en").isascii() and not word.name("zh-hans").isascii()
