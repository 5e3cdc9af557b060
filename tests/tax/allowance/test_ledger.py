"""The yearly allowance: every verb, every refusal, and what a mall may see."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from tax.allowance.caps import capped_good
from tax.allowance.models import AllowanceEntry, AllowanceGoods, AllowanceReturn, AllowanceYear
from tax.allowance.selectors import has_room, own_use, used
from tax.allowance.services import count, give_up, release, reserve, restore, sweep
from tax.allowance.services.reserving import KEPT_FOR, limit_of
from tax.allowance.types import NoRoomError, NoRoomForGoodError, NothingToRestoreError, ReferenceTakenError
from tenancy.errors import NoMall
from tenancy.scope import Actor, in_mall

KEY, YEAR = "k" * 64, 2025
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
LATER = NOW + KEPT_FOR
D = Decimal


def take(amount: str, ref: str, now: datetime = NOW, **more) -> None:
    reserve(key=KEY, year=YEAR, amount=D(amount), ref=ref, now=now, **more)


def held(year: int = YEAR) -> Decimal:
    row = AllowanceYear.objects.filter(key=KEY, year=year).first()
    return row.held if row else D("0.00")


def state(ref: str) -> str:
    return AllowanceEntry.objects.get(ref=ref).state


def test_limits_of_the_years() -> None:
    assert [limit_of(year) for year in (2016, 2018, 2019, 2026)] == [D(20000), D(20000), D(26000), D(26000)]


def test_reserve_count_restore(in_harbor) -> None:
    take("1000.00", "order:1")
    assert (held(), state("order:1")) == (D("1000.00"), "reserved")
    assert count(ref="order:1", now=NOW) is True
    assert (held(), state("order:1")) == (D("1000.00"), "counted")
    assert restore(ref="order:1", amount=D("400.00"), return_ref="return:1", now=NOW) is True
    assert restore(ref="order:1", amount=D("600.00"), return_ref="return:2", now=NOW) is True
    assert held() == D("0.00")


def test_everything_may_be_said_twice(in_harbor) -> None:
    take("1000.00", "order:1")
    take("1000.00", "order:1")
    assert held() == D("1000.00")
    assert [count(ref="order:1", now=NOW), count(ref="order:1", now=NOW)] == [True, False]
    take("1000.00", "order:1")
    back = [restore(ref="order:1", amount=D("5.00"), return_ref="return:1", now=NOW) for _ in range(2)]
    assert back == [True, False]
    assert held() == D("995.00")
    assert AllowanceReturn.objects.count() == 1


def test_exactly_the_limit_fits_and_a_fen_more_does_not(in_harbor) -> None:
    take("25999.99", "order:1")
    take("0.01", "order:2")
    with pytest.raises(NoRoomError):
        take("0.01", "order:3")
    assert held() == D("26000.00")
    assert not AllowanceEntry.objects.filter(ref="order:3").exists()
    with pytest.raises(NoRoomError):
        reserve(key="other", year=YEAR, amount=D("26000.01"), ref="order:4", now=NOW)
    assert not AllowanceYear.objects.filter(key="other").exists()


def test_years_are_apart(in_harbor) -> None:
    take("26000.00", "order:1")
    reserve(key=KEY, year=2026, amount=D("26000.00"), ref="order:2", now=NOW)
    assert (held(), held(2026)) == (D("26000.00"), D("26000.00"))


def test_release_gives_back_once_and_only_what_is_reserved(in_harbor) -> None:
    take("1000.00", "order:1")
    assert [release(ref="order:1", now=NOW), release(ref="order:1", now=NOW)] == [True, False]
    assert (held(), state("order:1")) == (D("0.00"), "released")
    take("1000.00", "order:2")
    count(ref="order:2", now=NOW)
    assert release(ref="order:2", now=NOW) is False
    assert release(ref="unknown", now=NOW) is False
    assert held() == D("1000.00")


def test_a_reference_stands_for_one_amount(in_harbor) -> None:
    take("1000.00", "order:1")
    with pytest.raises(ReferenceTakenError):
        take("1000.01", "order:1")
    release(ref="order:1", now=NOW)
    with pytest.raises(ReferenceTakenError):
        take("1000.00", "order:1")
    assert held() == D("0.00")


def test_restoring_more_than_was_counted_is_refused(in_harbor) -> None:
    take("1000.00", "order:1")
    for ref in ("order:1", "unknown"):
        with pytest.raises(NothingToRestoreError):
            restore(ref=ref, amount=D("1.00"), return_ref="return:1", now=NOW)
    count(ref="order:1", now=NOW)
    with pytest.raises(NothingToRestoreError):
        restore(ref="order:1", amount=D("1000.01"), return_ref="return:1", now=NOW)
    assert (held(), AllowanceReturn.objects.count()) == (D("1000.00"), 0)
    restore(ref="order:1", amount=D("1.00"), return_ref="return:1", now=NOW)
    with pytest.raises(ReferenceTakenError):
        restore(ref="order:1", amount=D("2.00"), return_ref="return:1", now=NOW)
    assert held() == D("999.00")


def test_what_is_given_up_goes_back_whole_whatever_it_was(in_harbor) -> None:
    rice = {"rice": D("10.000")}
    for ref in ("package:1", "package:2", "package:3"):
        take("1000.00", ref, goods=rice if ref != "package:1" else {})
    assert give_up(ref="package:1", return_ref="b1", now=NOW) is True
    assert (held(), state("package:1")) == (D("2000.00"), "released")
    count(ref="package:2", now=NOW)
    restore(ref="package:2", amount=D("400.00"), return_ref="r", now=NOW, goods={"rice": D("4.000")})
    given = [give_up(ref="package:2", return_ref="b2", now=NOW) for _ in range(2)]
    assert given == [True, False]
    assert (held(), AllowanceReturn.objects.count()) == (D("1000.00"), 2)
    assert AllowanceGoods.objects.get(key=KEY).held == D("10.000")  # what package 3 holds
    assert give_up(ref="unknown", return_ref="b3", now=NOW) is False


def test_no_more_of_a_good_comes_back_than_is_held(in_harbor) -> None:
    take("100.00", "package:1", goods={"rice": D("5.000")})
    take("100.00", "package:2", goods={"rice": D("5.000")})
    count(ref="package:1", now=NOW)
    for number in (1, 2):
        goods = {"rice": D("4.000"), "sugar": D("1.000")}
        restore(ref="package:1", amount=D("10.00"), return_ref=f"r{number}", now=NOW, goods=goods)
    assert AllowanceGoods.objects.get(key=KEY).held == D("5.000")


def test_an_order_of_december_may_count_in_january(in_harbor) -> None:
    take("1000.00", "order:1")
    count(ref="order:1", now=NOW, year=2026)
    assert (held(), held(2026)) == (D("0.00"), D("1000.00"))
    restore(ref="order:1", amount=D("1000.00"), return_ref="return:1", now=NOW)
    assert held(2026) == D("0.00")


def test_a_return_goes_back_to_the_year_it_was_counted_in(in_harbor) -> None:
    take("1000.00", "order:1")
    count(ref="order:1", now=NOW)
    restore(ref="order:1", amount=D("1000.00"), return_ref="r", now=datetime(2026, 1, 5, tzinfo=UTC))
    assert (held(2025), held(2026)) == (D("0.00"), D("0.00"))


def test_expired_reservations_give_way_before_anybody_is_refused(in_harbor) -> None:
    take("26000.00", "order:1")
    assert used(key=KEY, year=YEAR, now=LATER - timedelta(seconds=1)) == D("26000.00")
    assert used(key=KEY, year=YEAR, now=LATER) == D("0.00")
    with pytest.raises(NoRoomError):
        take("1.00", "order:2", now=LATER - timedelta(seconds=1))
    take("1.00", "order:3", now=LATER)
    assert (held(), state("order:1")) == (D("1.00"), "expired")


def test_sweeping_ends_what_is_due_in_all_malls(mall, other_mall) -> None:
    for place, ref in ((mall, "order:1"), (other_mall, "order:2")):
        with in_mall(place.pk, actor=Actor.staff()):
            take("100.00", ref)
            take("7.00", f"{ref}:counted")
            count(ref=f"{ref}:counted", now=NOW)
    assert sweep(now=LATER - timedelta(seconds=1)) == 0
    assert [sweep(now=LATER), sweep(now=LATER)] == [2, 0]
    assert held() == D("14.00")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert (state("order:2"), state("order:2:counted")) == ("expired", "counted")


def test_what_customs_released_counts_though_it_had_expired(in_harbor) -> None:
    take("100.00", "order:1")
    sweep(now=LATER)
    take("26000.00", "order:2", now=LATER)
    assert count(ref="order:1", now=LATER) is True
    assert (held(), state("order:1")) == (D("26100.00"), "counted")
    assert count(ref="unknown", now=LATER) is False


def test_capped_goods(in_harbor) -> None:
    assert [capped_good(code) for code in ("1006302090", "1701991090", "2204210000")] == ["rice", "sugar", ""]
    take("100.00", "order:1", goods={"rice": D("15.000"), "sugar": D("2.000")})
    with pytest.raises(NoRoomForGoodError) as caught:
        take("100.00", "order:2", goods={"rice": D("5.001")})
    assert (caught.value.good, caught.value.code) == ("rice", "over_goods_cap")
    assert (held(), AllowanceEntry.objects.count()) == (D("100.00"), 1)
    take("100.00", "order:3", goods={"rice": D("5.000")})
    release(ref="order:3", now=NOW)
    count(ref="order:1", now=NOW)
    restore(ref="order:1", amount=D("50.00"), return_ref="r", now=NOW, goods={"sugar": D("1.000")})
    goods = {row.good: row.held for row in AllowanceGoods.objects.filter(key=KEY)}
    assert goods == {"rice": D("15.000"), "sugar": D("1.000")}
    with pytest.raises(NoRoomForGoodError):
        reserve(key="other", year=YEAR, amount=D("1.00"), ref="order:4", now=NOW, goods={"sugar": D("2.001")})


def test_expired_goods_give_way_where_the_year_has_room(in_harbor) -> None:
    take("1.00", "order:1", goods={"rice": D("20.000")})
    take("1.00", "order:2", now=LATER, goods={"rice": D("20.000")})
    assert (held(), AllowanceGoods.objects.get(key=KEY).held) == (D("1.00"), D("20.000"))


def test_expired_goods_give_way_too(in_harbor) -> None:
    take("26000.00", "order:1", goods={"rice": D("20.000")})
    take("1.00", "order:2", now=LATER, goods={"rice": D("20.000")})
    assert AllowanceGoods.objects.get(key=KEY).held == D("20.000")
    count(ref="order:1", now=LATER, year=2026)
    assert AllowanceGoods.objects.get(key=KEY, year=2026).held == D("20.000")


def test_a_mall_learns_room_and_its_own_use_and_nothing_else(mall, other_mall) -> None:
    with in_mall(other_mall.pk, actor=Actor.staff()):
        take("20000.00", "order:1")
        count(ref="order:1", now=NOW)
    with in_mall(mall.pk, actor=Actor.staff()):
        take("3000.00", "order:1")
        assert own_use(key=KEY, year=YEAR, now=NOW) == D("3000.00")
        assert own_use(key=KEY, year=YEAR, now=LATER) == D("0.00")
        assert has_room(key=KEY, year=YEAR, amount=D("3000.00"), now=NOW)
        assert not has_room(key=KEY, year=YEAR, amount=D("3000.01"), now=NOW)
        with pytest.raises(NoRoomError):
            take("3000.01", "order:2")
        assert AllowanceEntry.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM allowance_allowanceentry")
            assert cursor.fetchone() == (1,)
        assert count(ref="order:1", now=NOW) is True
        restore(ref="order:1", amount=D("500.00"), return_ref="r", now=NOW)
        assert own_use(key=KEY, year=YEAR, now=LATER) == D("2500.00")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert own_use(key=KEY, year=YEAR, now=NOW) == D("20000.00")


def test_nothing_is_reserved_outside_a_mall(db) -> None:
    with pytest.raises(NoMall):
        take("1.00", "order:1")
    assert held() == D("0.00")


def test_reserving_costs_one_statement(in_harbor, django_assert_num_queries) -> None:
    take("1.00", "order:1")
    with django_assert_num_queries(3):  # a savepoint, the statement, the savepoint's end
        take("1.00", "order:2")
