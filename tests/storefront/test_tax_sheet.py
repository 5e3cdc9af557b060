"""The printable tax sheet: every figure of the order, line by line, adding up to the fen; seen by its shopper only."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.selectors import offers
from orders.clock import beijing_day
from orders.models import Order, Package
from orders.pricing import quote
from orders.selectors.tax_sheet import tax_sheet
from tax.allowance.services import reserve
from tax.rules.errors import WorkingError
from tax.types import Quote
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.storefront.conftest import browser
from tests.storefront.forms import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shopper, goods) -> Order:
    """Two lines that share freight, so that roundings meet."""
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        other = factories.sku(price="33.33")
        placed = make.placed(shopper, (goods, 1), (other, 3))
        return Order.objects.get(pk=placed.order_id)


def sheet_of(order: Order, actor: Actor | None = None, language: str = "en"):
    with in_mall(order.mall_id, actor=Actor.staff()):
        return tax_sheet(order.number, actor or Actor.shopper(order.shopper_id), language=language)


def yuan(shown: str) -> Decimal:
    return Decimal(shown.replace("¥", "").replace(",", ""))


@pytest.mark.parametrize(("prefix", "title"), [("", "税费明细单"), ("/en", "Tax sheet")])
def test_the_page_adds_up_to_the_fen(signed_in, order, prefix, title):
    shown = signed_in.get(f"{prefix}/me/orders/{order.number}/tax")
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    body = page(shown)
    assert body.xpath("string(//h1)") == title
    whole = Decimal(0)
    for section in body.xpath("//section[.//table[contains(@class, 'tax-lines')]]"):
        rows = [
            [yuan(cell.text) for cell in row.xpath("td[position() > 2]")]
            for row in section.xpath(".//table[contains(@class, 'tax-lines')]/tbody/tr")
        ]
        sums = [yuan(cell.text) for cell in section.xpath(".//tfoot/tr[th[@colspan]]/td")]
        assert [sum(column) for column in zip(*rows, strict=True)] == sums
        parts = [yuan(cell.text) for cell in section.xpath(".//table[@class='tax']/tbody//td")]
        total = yuan(section.xpath(".//table[@class='tax']/tfoot//td")[0].text)
        assert sum(parts) == total
        whole += total
    assert whole == order.total


def test_the_sheet_is_the_order_and_its_working_is_proved(order):
    sheet = sheet_of(order)
    assert (sheet.tax, sheet.total) == (order.tax, order.total)
    (package,) = sheet.packages
    assert [line.label for line in package.lines] == ["1", "2"]
    said = [reason.says for reason in package.reasons]
    for line in package.lines:
        assert any(
            text.startswith(f"Line {line.label}: VAT") and f"rounded {line.vat}." in text for text in said
        )
    assert all(reason.source for reason in package.reasons)
    assert package.rule_version and package.on is not None
    assert [reason.says for reason in sheet_of(order, language="zh-hans").packages[0].reasons] != said


def test_what_other_malls_sold_to_the_orderer_is_read_nowhere(shopper, goods, other_mall):
    """12,345.67 were bought elsewhere: the stored row and the sheet know that there was room, and no figure."""
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        key = make.identity(shopper).allowance_key
    with in_mall(other_mall.pk, actor=Actor.staff()):
        reserve(key=key, year=2026, amount=Decimal("12345.67"), ref="order:other", now=make.NOW)
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        order = Order.objects.get(pk=make.placed(shopper, (goods, 1)).order_id)
        package = Package.objects.get(order=order)
    kept = json.dumps(package.tax_snapshot)
    assert package.tax_snapshot["room"] is True
    value = Decimal("12345.67") + order.goods + order.freight
    left = Decimal(26000) - value
    for language in ("en", "zh-hans"):
        said = kept + "".join(r.says for r in sheet_of(order, language=language).packages[0].reasons)
        assert not [told for told in ("12345.67", f"{left}", "allowance_") if told in said]


def test_a_kept_quote_never_tells_the_use_it_was_counted_with(shopper, goods, monkeypatch):
    def kept() -> str:
        with in_mall(shopper.mall_id, actor=Actor.staff()):
            used = Decimal("12345.67")
            priced = quote(
                wants={goods.pk: 1}, offers=offers([goods.pk]), on=beijing_day(make.NOW), allowance_used=used
            )
        return json.dumps(priced.packages[0].tax_snapshot)

    assert "12345.67" not in kept() and "allowance_left" not in kept()
    # control: kept as counted, both figures could be read
    monkeypatch.setattr(Quote, "as_snapshot", lambda self: dict(self.document))
    assert "12345.67" in kept() and "allowance_left" in kept()


def test_a_sheet_that_does_not_add_up_cannot_be_built(order):
    sheet = sheet_of(order)
    (package,) = sheet.packages
    with pytest.raises(ValueError, match="does not add up"):
        replace(package, freight=package.freight + Decimal("0.01"))
    with pytest.raises(ValueError, match="do not add up to its tax"):
        replace(package, lines=(replace(package.lines[0], vat=Decimal("0.01")), *package.lines[1:]))
    with pytest.raises(ValueError, match="do not add up to its total"):
        replace(sheet, total=sheet.total + Decimal("0.01"))


def test_a_snapshot_that_was_changed_has_no_working(order):
    with in_mall(order.mall_id, actor=Actor.staff()):
        package = Package.objects.get(order=order)
        package.tax_snapshot["answer"]["vat"] = "0.00"
        package.save()
    with pytest.raises(WorkingError):
        sheet_of(order)


def test_only_its_shopper_and_the_staff_see_it(order):
    with in_mall(order.mall_id, actor=Actor.staff()):
        other = factories.shopper("13900139000")
        supplier = Package.objects.get(order=order).supplier_id
    assert sheet_of(order, Actor.staff()) is not None
    for actor in (Actor.shopper(other.pk), Actor.supplier(supplier), Actor.public()):
        assert sheet_of(order, actor) is None
    stranger = browser()
    assert stranger.get(f"/me/orders/{order.number}/tax").status_code == 302
    with in_mall(order.mall_id, actor=Actor.public()):
        stranger.force_login(other)
    assert stranger.get(f"/me/orders/{order.number}/tax").status_code == 404


def test_the_order_leads_to_it(signed_in, order):
    shown = signed_in.get(f"/en/me/orders/{order.number}")
    assert page(shown).xpath(f"//a[@href='/en/me/orders/{order.number}/tax']")
    assert "Tax sheet" in text(shown)


@pytest.mark.parametrize(("prefix", "called"), [("", "第1行"), ("/en", "Line 1")])
def test_the_product_page_shows_steps_with_their_sources_and_no_number_of_ours(
    shopper, goods, prefix, called
):
    """How the price was worked out: each step beside the rule it rests on; the line by its place, not its SKU."""
    shown = page(browser().get(f"{prefix}/p/{goods.product_id}-{goods.product.slug}"))
    steps = shown.xpath("//ul[@class='why']/li")
    assert [step.text.strip() for step in steps if called in step.text]
    sources = [step.xpath("string(small)") for step in steps]
    assert all(sources) and "财关税〔2018〕49号" in sources
    assert not [
        step.text for step in steps if f"第{goods.pk}行" in step.text or f"Line {goods.pk}:" in step.text
    ]
