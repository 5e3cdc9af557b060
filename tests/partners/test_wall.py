"""The wall between suppliers: each reaches itself, staff reach all, and nobody at all reaches nothing."""

from __future__ import annotations

import pytest
from django.db.models import Q

from partners import locks, selectors, services
from partners.models import ImportJob, Supplier, SupplierStaff
from partners.types import NotThere, PartnerError
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make
from tests.partners.factories import NOW

pytestmark = [pytest.mark.django_db]
NOBODY = [None, Actor.public(), Actor.shopper(1), Actor("supplier", None)]


@pytest.fixture
def two(in_harbor) -> tuple[int, int]:
    (_a, first), (user, second) = make.applicant(), make.applicant("13700000002")
    for supplier_id in (first, second):
        ImportJob.objects.create(
            supplier_id=supplier_id, made_by=user, file="x", file_name="x", created_at=NOW
        )
    return first, second


def seen(mall_id: int, actor: Actor | None) -> tuple[set[int], set[int], list[int]]:
    with in_mall(mall_id, actor=actor):
        return (
            set(selectors.suppliers().values_list("pk", flat=True)),
            set(selectors.imports().values_list("supplier_id", flat=True)),
            [seat.supplier_id for pk in Supplier.objects.values_list("pk", flat=True)
             for seat in selectors.staff_of(pk)],
        )  # fmt: skip


def test_a_supplier_sees_itself_and_staff_see_all(in_harbor, two):
    first, second = two
    assert seen(in_harbor.pk, Actor.supplier(first)) == ({first}, {first}, [first])
    assert seen(in_harbor.pk, Actor.staff()) == (set(two), set(two), [first, second])


@pytest.mark.parametrize("actor", NOBODY, ids=str)
def test_nobody_sees_nothing(in_harbor, two, actor):
    assert seen(in_harbor.pk, actor) == (set(), set(), [])


def test_with_the_wall_down_the_first_sees_the_second(in_harbor, two, monkeypatch):
    """The control."""
    monkeypatch.setattr(locks, "reachable", lambda path="supplier": Q())
    assert seen(in_harbor.pk, Actor.supplier(two[0]))[0] == set(two)


@pytest.mark.parametrize("actor", ["the other", *NOBODY], ids=str)
def test_a_verb_on_another_supplier_finds_it_not_there(in_harbor, two, actor):
    first, second = two
    actor = Actor.supplier(first) if actor == "the other" else actor
    before = list(Supplier.objects.order_by("pk").values()), list(SupplierStaff.objects.values())
    shop = {"version": 1, "name": {"zh-hans": "x"}, "intro": {}, "featured": []}
    seat = SupplierStaff.objects.get(supplier_id=second).pk
    with in_mall(in_harbor.pk, actor=actor):
        for verb, values in (
            (services.apply_again, {"fields": make.application(), "now": NOW}),
            (services.keep_shop, shop),
            (services.suspend_supplier, {"reason": "x", "now": NOW, "actor": "x"}),
            (
                services.add_staff,
                {"login": "a@b.cn", "name": "x", "role": "owner", "language": "en", "now": NOW},
            ),
            (services.change_staff, {"staff_id": seat, "role": "goods", "is_active": True, "now": NOW}),
        ):
            with pytest.raises(NotThere):
                verb(supplier_id=second, **values)
    assert (list(Supplier.objects.order_by("pk").values()), list(SupplierStaff.objects.values())) == before


def test_a_new_seat_is_a_new_login_and_its_password_works(in_harbor):
    supplier_id = factories.supplier().pk
    _id, password = services.add_staff(
        supplier_id=supplier_id,
        login="pick@example.com",
        name="仓管",
        role="warehouse",
        language="en",
        now=NOW,
    )
    member = SupplierStaff.objects.select_related("user").get()
    assert member.user.check_password(password) and member.user.mall_id == in_harbor.pk
    assert selectors.seat_of(member.user_id).may == {"stock", "orders"}


def test_nobody_is_put_to_work_unasked(in_harbor):
    shopper = factories.shopper("13700000009")
    with pytest.raises(PartnerError) as refused:
        services.add_staff(
            supplier_id=factories.supplier().pk,
            login=shopper.login,
            name="x",
            role="goods",
            language="en",
            now=NOW,
        )
    assert refused.value.field == "login" and SupplierStaff.objects.count() == 0


def test_one_owner_stays(in_harbor):
    _user, supplier_id = make.applicant()
    seat = SupplierStaff.objects.get()
    for role, is_active in (("goods", True), ("owner", False)):
        with pytest.raises(PartnerError):
            services.change_staff(
                supplier_id=supplier_id, staff_id=seat.pk, role=role, is_active=is_active, now=NOW
            )
    seat.refresh_from_db()
    assert (seat.role, seat.is_active) == ("owner", True)


def test_a_seat_that_was_taken_away_is_no_seat(in_harbor):
    supplier = factories.supplier()
    make.seat(supplier, "13700000001")
    user = make.seat(supplier, "13700000002", "goods")
    seat = SupplierStaff.objects.get(user=user)
    services.change_staff(supplier_id=supplier.pk, staff_id=seat.pk, role="goods", is_active=False, now=NOW)
    assert selectors.seat_of(user.pk) is None
