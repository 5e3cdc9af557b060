"""Account books of bonded goods: what a list takes out must stand in the book, and how it leaves the zone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from customs.messages import read
from customs.models import AccountBook, BookItem, Declaration, Message
from customs.services import declare, keeping
from customs.services.books import BadItems, keep_items
from customs.services.later import cancel_list
from customs.services.returns import take_back
from customs.types import HeldBack
from tests import factories
from tests.customs import factories as make
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
NUMBER = "T2925W000088"


@pytest.fixture
def book(in_harbor) -> AccountBook:
    make.account(NOWHERE)
    return AccountBook.objects.create(
        number=NUMBER, port="haikou", keeper_code="4601W60077", keeper_name="海口综保仓储有限公司", exit_by="T",
        customs_code="6406", port_code="6406", location="A01",
    )  # fmt: skip


def test_the_list_leaves_the_book_as_the_book_says(book):
    sku = factories.sku(record_no="17")
    keep_items(book_id=book.pk, text="number,hs_code,name,unit\n17, 1901101090, 婴幼儿配方奶粉, 122")
    declare(package_id=make.package((sku, 1)).pk, now=NOW)
    document = read(keeping.opened(Message.objects.get(kind="621"))).documents[0]
    names = ("emsNo", "areaCode", "trafMode", "customsCode", "portCode", "loctNo", "tradeMode", "country")
    assert tuple(document.text(name) for name in names) == (
        NUMBER, "4601W60077", "T", "6406", "6406", "A01", "1210", "142",
    )  # fmt: skip
    assert document.lines[0]["itemRecordNo"] == "17"


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("18,1901101090,婴幼儿配方奶粉,122", "book.no_item"),
        ("17,1901109000,婴幼儿配方奶粉,122", "book.differs"),
        ("17,1901101090,奶粉,122", "book.differs"),
        ("17,1901101090,婴幼儿配方奶粉,140", "book.differs"),
    ],
)
def test_goods_that_the_book_does_not_hold_so_are_held_back(book, items, code):
    package = make.package((factories.sku(record_no="17"), 1))
    keep_items(book_id=book.pk, text=items)
    with pytest.raises(HeldBack) as held:
        declare(package_id=package.pk, now=NOW)
    assert (held.value.reason_code, Message.objects.count()) == (code, 0)
    assert NUMBER in Declaration.objects.get().reason


def test_the_control_without_the_book_nothing_is_held_against_it(book):
    BookItem.objects.all().delete()
    AccountBook.objects.all().delete()
    declare(package_id=make.package((factories.sku(record_no="17"), 1)).pk, now=NOW)
    assert Message.objects.count() == 4


def test_a_book_out_of_date_holds_everything_back(book):
    AccountBook.objects.update(valid_until=date(2026, 3, 9))
    with pytest.raises(HeldBack) as held:
        declare(package_id=make.package().pk, now=NOW)
    assert held.value.reason_code == "book.out_of_date"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no item"),
        ("1,1901101090,奶粉", "Line 1: it needs number"),
        ("1,19011010,奶粉,122", "Line 1: the HS code has ten digits"),
        ("1,1901101090,奶粉,999", "Line 1: the unit is no code"),
        (f"{'1' * 31},1901101090,奶粉,122", "Line 1: number or name"),
        ("1,1901101090,奶粉,122\n2,x,奶粉,122", "Line 2"),
    ],
)
def test_lines_that_cannot_be_read_keep_nothing(book, text, says):
    with override("en"), pytest.raises(BadItems) as refused:
        keep_items(book_id=book.pk, text=text)
    assert says in str(refused.value)
    assert BookItem.objects.count() == 0


def test_items_by_tab_and_again_change_what_is_there(book):
    assert keep_items(book_id=book.pk, text="1\t1901101090\t奶粉\t122\n2\t1901101090\t米粉\t122") == 2
    assert keep_items(book_id=book.pk, text="2，1901101090，米糊，122") == 1
    assert list(BookItem.objects.order_by("number").values_list("number", "name")) == [
        ("1", "奶粉"),
        ("2", "米糊"),
    ]


@pytest.mark.processes
def test_a_port_that_knows_the_book_refuses_what_is_not_in_it(at_port, until):
    """The same, said by the port, where the mall keeps no book of its own."""
    at_port.post("books", number=NUMBER, items=[{"item": "17", "gcode": "1901101090", "unit": "122"}])
    right = make.package((factories.sku(record_no="17"), 1))
    wrong = make.package((factories.sku(record_no="18"), 1))
    for package in (right, wrong):
        declare(package_id=package.pk, now=timezone.now())
    until(lambda: set(Declaration.objects.values_list("package_id", "status")) == {
        (right.pk, "899"), (wrong.pk, "-621001"),
    })  # fmt: skip


@pytest.mark.parametrize("act", ["cancel", "take_back"])
def test_what_is_applied_for_names_the_district_that_took_the_list(book, act):
    sku = factories.sku(record_no="17")
    keep_items(book_id=book.pk, text="17,1901101090,婴幼儿配方奶粉,122")
    pk, now = declare(package_id=make.package((sku, 1)).pk, now=NOW), timezone.now()
    state = "accepted" if act == "cancel" else "released"
    Declaration.objects.update(state=state, list_number="64062026I000000001", settled_at=now)
    if act == "cancel":
        cancel_list(declaration_id=pk, reason="x", now=now)
    else:
        take_back(declaration_id=pk, pieces={1: Decimal(1)}, reason="x", now=now)
    said = {m.kind: read(keeping.opened(m)).documents[0].text("customsCode") for m in Message.objects.all()
            if m.kind in ("621", "623", "625")}  # fmt: skip
    assert set(said.values()) == {"6406"} and len(said) == 2
