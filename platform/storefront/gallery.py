"""Every component on one page, for developers: ``gallery(request)``, mounted only where DEBUG is on.

The samples are also what the design is checked with: long titles, emoji, right-to-left names, no pictures.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from storefront import presentation as p
from storefront.countries import country
from storefront.presentation.parcels import ParcelView

WHEN = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
LONG = "超长标题测试 " + "日本原装进口保湿修护精华面霜夜间密集滋养" * 9
SPRITE = Path(__file__).parent / "static" / "storefront" / "icons.svg"
ICONS = re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text())


def yuan(text: str) -> p.Price:
    return p.Price.of(Decimal(text))


def said(chinese: str, english: str) -> str:
    """Sample content in the language of the page; the product's own words go through gettext instead."""
    return english if get_language() == "en" else chinese


def cards() -> tuple[p.ProductCard, ...]:
    return (
        p.ProductCard(
            title=said("初雪精华保湿面霜 50 克", "First Snow moisturising cream 50 g"),
            url="#",
            price=yuan("268.00"),
            mode="bonded",
            country=country("JP"),
            was=yuan("328.00"),
            was_basis="",
            rating=4.6,
            review_count=128,
            sold=said("已售 2,310", "2,310 sold"),
        ),
        p.ProductCard(
            title=LONG, url="#", price=yuan("12999.90"), mode="direct", country=country("KR"), sold_out=True
        ),
        p.ProductCard(
            title="🍼 婴儿配方奶粉 3 段 👶", url="#", price=yuan("0.01"), mode="general", taken_percent=72
        ),
        p.ProductCard(
            title="زيت الأرغان المغربي النقي", url="#", price=yuan("89.50"), mode="parcel", rating=3.5
        ),
        p.ProductCard(title="Nordic omega-3 capsules", url="#", price=yuan("159.00"), country=country("NO")),
    )


def tax() -> p.TaxTable:
    return p.TaxTable.of(
        rows=(
            (said("商品金额", "Goods"), Decimal("400.00"), "¥400.00 × 1"),
            (said("消费税", "Consumption tax"), Decimal("70.56"), ""),
            (said("增值税", "VAT"), Decimal("45.57"), "¥500.80 × 13% × 70%"),
            (said("优惠券", "Coupon"), Decimal("-50.00"), ""),
        ),
        total=(said("应付", "To pay"), Decimal("466.13")),
        as_of="2026-11-24",
        source=said("财关税〔2018〕49号", "Cai Guan Shui [2018] 49"),
    )


def line() -> p.CartLine:
    return p.CartLine(
        id="1",
        sku_id="1",
        title=LONG[:60],
        price=yuan("268.00"),
        quantity=2,
        amount=yuan("536.00"),
        sku="50 g",
    )


def limits() -> tuple[p.LimitView, ...]:
    return (
        p.LimitView(4280, 5000, "4,280", "5,000"),
        p.LimitView(4880, 5000, "4,880", "5,000", "near", said("接近单次限值", "Close to the single limit")),
        p.LimitView(
            6120,
            5000,
            "6,120",
            "5,000",
            "over",
            said("超出单次限值，需拆分", "Over the limit: must be split"),
        ),
    )


def timeline() -> tuple[p.TimelineStep, ...]:
    fix = p.Link(said("更正身份信息", "Correct the identity"), "#")
    return (
        p.TimelineStep(said("已付款", "Paid"), "done", WHEN, said("支付机构", "Payment company")),
        p.TimelineStep(
            said("海关审核", "Customs review"), "current", WHEN, said("海关", "Customs"), expected="2 h"
        ),
        p.TimelineStep(said("身份不符", "Identity mismatch"), "problem", WHEN, text="ID", do=fix),
        p.TimelineStep(said("国内派送", "Domestic delivery"), "todo", icon="truck"),
    )


def package() -> p.PackageView:
    return p.PackageView(
        number="P1",
        mode="bonded",
        state="rejected",
        state_text=said("身份不符，待更正", "Identity mismatch"),
        tone="bad",
        warehouse=said("杭州保税仓", "Hangzhou bonded warehouse"),
        waybill="YT7788990011",
        carrier=said("圆通速递", "YTO Express"),
        lines=(line(),),
        timeline=timeline(),
        problem=said("海关：订购人姓名与身份证号不一致", "Customs: name and ID number do not match"),
    )


def parcel() -> ParcelView:
    return ParcelView(
        number="P1",
        mode="direct",
        state_text=said("运输中", "On its way"),
        tone="busy",
        slips=(
            (said("海外段", "Abroad"), LONG[:40], "IE0000000000001"),
            (said("国内段", "In China"), "YTO", "YT7788990011"),
        ),
        track=(
            p.TrackPoint(WHEN, said("派送未成功", "Could not be delivered"), "", trouble=True),
            p.TrackPoint(WHEN, said("已到达境内口岸", "Arrived at the port in China"), LONG[:60]),
        ),
        eta=said("预计 12月1日前 送达", "Should arrive by December 1"),
    )


def order() -> p.OrderCard:
    return p.OrderCard(
        "CP26112400001", "#", WHEN, said("待付款", "To pay"), yuan("536.00"), (line(),), pay_url="#"
    )


def blocks() -> tuple[p.Block, ...]:
    return (
        p.CarouselBlock(
            (
                p.Banner(
                    said("保税仓发货，三天到家", "From the bonded warehouse in three days"), "#", action="→"
                ),
                p.Banner(LONG[:70], "#", text="🎁", tone="rose"),
            )
        ),
        p.ChannelsBlock(
            tuple(p.Link(name, "#", icon=name) for name in ("baby", "leaf", "cup", "shirt", "plug"))
        ),
        p.PavilionsBlock(tuple(p.Pavilion(country(iso), "#") for iso in ("JP", "AU", "FR", "NZ"))),
        p.FlashBlock(WHEN + timedelta(days=400), cards(), url="#"),
        p.CouponsBlock((p.CouponStub("¥30", said("满 299 可用", "from ¥299"), "#"),)),
        p.FloorBlock(said("楼层", "Floor"), cards()[:2], url="#", text="…"),
        p.TextBlock(said("文字", "Text"), "<p>…</p>"),
    )


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the ID card")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    choice = forms.ChoiceField(label="Choice", choices=[("a", "A"), ("b", "B")])
    agree = forms.BooleanField(label="Agree")


def gallery(request: HttpRequest) -> HttpResponse:
    """GET only, without data of any mall."""
    address = p.AddressView("1", "محمد علي", "138****8000", "浙江省杭州市西湖区文三路 100 号", default=True)
    identity = p.IdentityView("1", "张*", "110***********1234", verified=True)
    review = p.ReviewView("用***1", 4, "质地好，<b>不油</b> 😀", WHEN, reply="感谢", follow_up="半年后仍好用")
    sample = {
        "mall": p.MallView("Crossport", "Components", categories=(p.Link(said("类目", "Category"), "#"),)),
        "blocks": blocks(),
        "cards": cards(),
        "pagination": p.Pagination(
            2, 9, tuple(p.PageLink(n, "#", n == 2) for n in p.page_numbers(2, 9)), "#", "#"
        ),
        "price": yuan("1299.50"),
        "modes": ("bonded", "direct", "general", "parcel"),
        "countries": [
            country(iso) for iso in ("JP", "KR", "US", "AU", "NZ", "DE", "FR", "GB", "CH", "TW", "HK")
        ],
        "ratings": (5, 4.5, 3, 0.5),
        "form": SampleForm({"name": "", "choice": "a"}),
        "limits": limits(),
        "tax": tax(),
        "tabs": (p.Link("A", "#", current=True, count="3"), p.Link("B", "#")),
        "package": package(),
        "order": order(),
        "parcel": parcel(),
        "address": address,
        "identity": identity,
        "review": review,
        "icons": ICONS,
    }
    return render(request, "storefront/gallery.html", sample)
