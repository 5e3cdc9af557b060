"""What the port or the zone would refuse about goods later is refused before they are paid for, with the way out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from catalog.inventory.models import FiledGoods, OpenPort, ZoneBook, ZoneBookLine
from catalog.selectors import offers
from catalog.types import BookEntry, BookItem, Days
from customs.models import AccountBook, Filing, PortAccount
from customs.models import BookItem as Item
from customs.services import announcing
from customs.services.books import keep_items
from customs.services.filing import approve, prepare, return_, submit
from customs.services.filing.board import NotNow
from customs.services.terms import Terms, keep_terms
from customs.types import NoPort
from orders.models import Order
from orders.types import CustomsRefuses
from tests import factories
from tests.customs import factories as make
from tests.orders import factories as orders

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
NUMBER = "T2925W000088"
TODAY = orders.NOW.date()


@pytest.fixture
def goods(in_harbor):
    make.account(NOWHERE)
    return factories.sku(title="奶粉", record_no="17")


def refused(sku) -> list[tuple[str, str]]:
    """Codes and fields of what placing an order of it is refused for; nothing is placed."""
    before = Order.objects.count()
    try:
        orders.placed(factories.shopper(), (sku, 1))
    except CustomsRefuses as error:
        assert Order.objects.count() == before
        return [(found.code, found.field) for found in error.findings]
    assert Order.objects.count() == before + 1
    return []


def filed(sku, port: str = "haikou", **days) -> Filing:
    row = prepare(sku_id=sku.pk, port=port, now=orders.NOW)
    submit(filing_id=row.pk, now=orders.NOW)
    return approve(filing_id=row.pk, number="N1", now=orders.NOW, **days)


def book_of(items: str, **values) -> AccountBook:
    made = AccountBook.objects.create(
        number=NUMBER, port="haikou", keeper_code="4601W60077", keeper_name="海口综保仓储有限公司", **values
    )
    keep_items(book_id=made.pk, text=items)
    return made


def test_goods_without_a_filing_are_not_sold_where_the_port_wants_one(goods):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    assert refused(goods) == [("filing.missing", "lines[0]")]
    filed(goods)
    assert refused(goods) == []


def test_the_control_a_port_that_wants_none(goods):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    keep_terms(port="haikou", terms=Terms())
    assert refused(goods) == []


@pytest.mark.parametrize(
    ("begin", "end", "sold"),
    [
        (None, TODAY, True), (TODAY, None, True), (TODAY, TODAY, True), (None, TODAY - timedelta(days=1), False),
        (TODAY + timedelta(days=1), None, False),
    ],
)  # fmt: skip
def test_a_filing_holds_on_its_days(goods, begin, end, sold):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    filed(goods, valid_from=begin, valid_until=end)
    assert (refused(goods) == []) is sold


def test_a_filing_at_another_port_does_not_count(goods):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    filed(goods, port="ningbo")
    assert refused(goods) == [("filing.missing", "lines[0]")]


def test_prepared_again_it_is_no_longer_approved(goods):
    """The port decides anew over what the profile says now; until then nothing of it is sold."""
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    row = filed(goods)
    prepare(sku_id=goods.pk, port="haikou", now=orders.NOW)
    assert refused(goods) == [("filing.missing", "lines[0]")]
    submit(filing_id=row.pk, now=orders.NOW)
    return_(filing_id=row.pk, reason="图片不清", now=orders.NOW)
    with pytest.raises(NotNow):
        approve(filing_id=row.pk, number="N2", now=orders.NOW)
    assert (FiledGoods.objects.count(), refused(goods)) == (0, [("filing.missing", "lines[0]")])


def test_what_no_port_declares_needs_no_filing(goods):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    assert refused(factories.sku(mode="general")) == []


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("17,1901101090,婴幼儿配方奶粉,122", None), ("18,1901101090,婴幼儿配方奶粉,122", "book.no_item"),
        ("17,1901109000,婴幼儿配方奶粉,122", "book.differs"), ("17,1901101090,奶粉,122", "book.differs"),
        ("17,1901101090,婴幼儿配方奶粉,140", "book.differs"),
    ],
)  # fmt: skip
def test_bonded_goods_stand_in_their_book_before_they_are_sold(goods, items, code):
    book_of(items)
    assert refused(goods) == ([(code, "lines[0]")] if code else [])


def test_a_book_holds_through_its_last_day(goods):
    book = book_of("17,1901101090,婴幼儿配方奶粉,122", valid_until=TODAY)
    assert refused(goods) == []
    AccountBook.objects.update(valid_until=TODAY - timedelta(days=1))
    announcing.announce_book(book.pk)
    assert refused(goods) == [("book.out_of_date", "lines[0]")]


def test_a_book_that_nobody_keeps_here_says_nothing(goods):
    book = book_of("18,1901101090,婴幼儿配方奶粉,122")
    assert refused(goods) == [("book.no_item", "lines[0]")]
    AccountBook.objects.filter(pk=book.pk).update(number="T0000W000001")
    announcing.announce_book(book.pk)
    assert refused(goods) == [], "its number is another now; the warehouse's book is not kept here"
    assert list(ZoneBook.objects.values_list("number", flat=True)) == ["T0000W000001"]


def test_goods_that_are_posted_stand_in_no_book(goods):
    book_of("18,1901101090,婴幼儿配方奶粉,122")
    assert refused(make.direct_sku()) == []


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-hans", "“{name}”目前无法办理清关，请将其移出购物车或改日再买。"),
        (
            "en",
            "“{name}” cannot be cleared through customs at the moment. Take it out of the cart, or buy it later.",
        ),
    ],
)
def test_the_shopper_is_told_which_goods_and_the_way_out(goods, language, says):
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    with override(language), pytest.raises(CustomsRefuses) as error:
        orders.placed(factories.shopper(), (goods, 1))
    with override(language):
        assert str(error.value) == says.format(name=goods.product.title_zh_hans)


def test_what_is_told_is_what_is_kept_however_often(goods):
    """Filings and books that were kept before anybody was told of them are told by the day's round."""
    keep_terms(port="haikou", terms=Terms(needs_filing=True))
    row = filed(goods, valid_until=date(2030, 1, 1))
    book_of(
        "17,1901101090,婴幼儿配方奶粉,122\n18,1901101090,婴幼儿配方奶粉,122", valid_until=date(2031, 1, 1)
    )
    kept = offers([goods.pk])[goods.pk]
    assert kept.filed == Days(None, date(2030, 1, 1))
    assert kept.book == BookEntry(date(2031, 1, 1), BookItem("1901101090", "婴幼儿配方奶粉", "122"))
    FiledGoods.objects.all().delete()
    ZoneBookLine.objects.all().delete()
    stray = factories.sku()
    FiledGoods.objects.create(port="haikou", sku=stray)
    for _ in range(2):
        announcing.announce_all()
        assert offers([goods.pk])[goods.pk] == kept
        assert list(FiledGoods.objects.values_list("sku_id", flat=True)) == [row.sku_id]
        assert ZoneBookLine.objects.count() == 2
    Item.objects.filter(number="18").delete()
    announcing.announce_all()
    assert list(ZoneBookLine.objects.values_list("number", flat=True)) == ["17"]


def test_terms_are_those_of_a_port_that_is_there(goods):
    with pytest.raises(NoPort):
        keep_terms(port="ningbo", terms=Terms(needs_filing=True))
    with pytest.raises(ValueError, match="one document"):
        Terms(per_file=0)
    keep_terms(port="haikou", terms=Terms(needs_filing=True, per_minute=30))
    row = PortAccount.objects.get()
    assert (row.needs_filing, row.per_minute, OpenPort.objects.get().wants_filing) == (True, 30, True)
