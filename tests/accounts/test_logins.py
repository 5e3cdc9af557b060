"""A login is unique in its mall, and among operators: the database refuses the second, whoever asks."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from tenancy.scope import in_mall
from tests import factories

pytestmark = pytest.mark.django_db
LOGIN = "13800138000"


def twice_by_sql(mall_id: int | None) -> None:
    """Past the ORM: a copy of the row that is there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (mall_id, login, password, is_superuser, email, phone, display_name, "
            "language, is_staff, is_active, date_joined) SELECT mall_id, login, password, is_superuser, email, "
            "phone, display_name, language, is_staff, is_active, date_joined FROM accounts_user "
            "WHERE login = %s AND mall_id IS NOT DISTINCT FROM %s",
            [LOGIN, mall_id],
        )


def by_orm() -> None:
    with transaction.atomic():
        User.objects.create_user(LOGIN)


def test_the_same_login_twice_in_one_mall_is_refused_and_in_another_mall_welcome(mall, other_mall):
    with in_mall(mall.pk):
        by_orm()
        for again in (by_orm, lambda: twice_by_sql(mall.pk)):
            with pytest.raises(IntegrityError, match="one_login_per_mall"):
                again()
        assert User.objects.filter(mall=mall, login=LOGIN).count() == 1
    with in_mall(other_mall.pk):
        by_orm()
        assert User.objects.filter(mall=other_mall, login=LOGIN).count() == 1


def test_the_same_login_twice_among_operators_is_refused_and_a_malls_shopper_may_have_it(mall):
    factories.operator(LOGIN)
    for again in (by_orm, lambda: twice_by_sql(None)):
        with pytest.raises(IntegrityError, match="one_login_per_mall"):
            again()
    assert User.objects.filter(login=LOGIN).count() == 1
    with in_mall(mall.pk):
        by_orm()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_control_with_nulls_distinct_two_operators_share_a_login():
    factories.operator(LOGIN)
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="owner"):
        with transaction.get_connection("owner").cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_user DROP CONSTRAINT one_login_per_mall")
            cursor.execute(
                "ALTER TABLE accounts_user ADD CONSTRAINT one UNIQUE NULLS DISTINCT (mall_id, login)"
            )
        User.objects.using("owner").create(login=LOGIN)
        assert User.objects.using("owner").filter(login=LOGIN).count() == 2
        raise ZeroDivisionError  # nothing of it stays
    with pytest.raises(IntegrityError, match="one_login_per_mall"):
        by_orm()
