"""A supplier's day in a real browser, in both languages and by screens alone: apply, be accepted, import 200 products
with three bad rows, mend them, complete a trade profile, be reviewed, list, sell, be released by customs, ship."""

from __future__ import annotations

import re

import pytest

from tests.e2e import desk
from tests.e2e.merchant import Merchant
from tests.e2e.shopper import Shopper, reached

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]
CONTRACT = {"number": "HT-2026-001", "percent": "8", "deposit_due": "20000", "valid_from": "2026-01-01"}


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_a_suppliers_day(house, bazaar, browser, tongue, tmp_path):
    merchant, operator = Merchant(browser, house, tongue), desk.Operator(browser, house)
    merchant.applies("13911110001" if tongue == "zh" else "13911110002", tmp_path)
    company = merchant.company[0]
    operator.press("partners/supplier", company, "sign-contract", **CONTRACT)
    operator.press("partners/supplier", company, "accept")
    operator.ticks("partners/supplier", company, "ships_itself")
    merchant.imports_and_mends(tmp_path)
    merchant.completes_the_trade_profile()
    product = f"IP-{merchant.prefix}001"
    merchant.moves(product, "submit", "submitted")
    operator.press("catalog/product", product, "approve")
    merchant.moves(product, "list", "listed")
    merchant.reprices("120.00")
    shopper = Shopper(browser, house, tongue, mall=desk.MALL)
    number = buys(shopper, "13911110003" if tongue == "zh" else "13911110004", product)
    merchant.ships(number, worth="120.00")
    reached(shopper, number, "signed")
    assert (merchant.person.complaints, shopper.complaints) == ([], [])
    operator.close()


def buys(shopper: Shopper, login: str, product: str) -> str:
    """Finds it on its shelf, and pays. Returns the order's number."""
    shopper.register(login)
    shopper.chooses(product.lower(), at="/c/home-appliances?sort=new")
    number = shopper.check_out()
    shopper.pay_on_the_phone()
    shopper.page.wait_for_url(re.compile(rf"/me/orders/{number}"), timeout=60_000)
    return number
