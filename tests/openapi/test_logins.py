"""Tokens: good here, for this password, and for nobody else."""

from __future__ import annotations

import pytest

from accounts.models import User
from openapi import tokens
from tenancy.scope import in_mall
from tests import factories
from tests.openapi.conftest import Machine

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openapi.urls")]
PASSWORD = "correct horse battery"


def test_log_in_and_use_the_token(machine, shopper):
    status, told, _ = machine.post("token", {"login": shopper.login, "password": PASSWORD})
    assert (status, told["shopper_id"]) == (201, str(shopper.pk))
    assert Machine(token=told["token"]).get("orders")[0] == 200


def test_a_wrong_password_and_an_unknown_login_look_the_same(machine, shopper):
    wrong = machine.post("token", {"login": shopper.login, "password": "x"})
    unknown = machine.post("token", {"login": "13900000000", "password": "x"})
    assert (
        wrong[:2]
        == unknown[:2]
        == (
            401,
            {"code": "login_failed", "message": "The login or the password is wrong."},
        )
    )


def test_after_five_tries_even_the_right_password_waits(machine, shopper):
    for _ in range(5):
        machine.post("token", {"login": shopper.login, "password": "x"})
    status, told, answer = machine.post("token", {"login": shopper.login, "password": PASSWORD})
    assert (status, told["code"], answer["Retry-After"]) == (429, "too_many_attempts", "300")


@pytest.mark.parametrize("change", ["password", "active", "forged", "mall"])
def test_a_token_ends(mall, other_mall, shopper, change):
    with in_mall(mall.pk):
        token = tokens.token_for(shopper)
        if change == "password":
            shopper.set_password("another long one")
            shopper.save()
        elif change == "active":
            User.objects.filter(pk=shopper.pk).update(is_active=False)
        elif change == "forged":
            token = token[:-1] + ("A" if token[-1] != "A" else "B")
    host = "meridian.localhost" if change == "mall" else "harbor.localhost"
    status, told, _ = Machine(host, token).get("orders")
    assert (status, told["code"]) == (401, "token_invalid")


def test_an_operator_is_let_in_only_where_they_work(mall, other_mall):
    user = factories.operator()
    user.memberships.create(mall=mall)
    login = {"login": "operator", "password": PASSWORD}
    assert Machine("harbor.localhost").post("token", login)[0] == 201
    assert Machine("meridian.localhost").post("token", login)[0] == 401


def test_register(machine, mall):
    body = {"login": "13700000001", "password": "a long passphrase", "display_name": "小王"}
    status, told, _ = machine.post("shoppers", body)
    assert (status, told["login"], told["display_name"]) == (201, "13700000001", "小王")
    assert machine.post("token", {"login": body["login"], "password": body["password"]})[0] == 201
    with in_mall(mall.pk):
        user = User.objects.get(login="13700000001")
    assert (user.mall_id, user.is_staff, user.is_superuser) == (mall.pk, False, False)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"login": "13800138000"}, 409, "login_taken", "login"),
        ({"login": "ab"}, 400, "min_length", "login"),
        ({"password": "12345"}, 422, "password_weak", "password"),
        ({"is_staff": True}, 400, "unknown_field", "is_staff"),
        ({"mall": "2"}, 400, "unknown_field", "mall"),
        ({"login": ""}, 400, "blank", "login"),
    ],
)
def test_a_refused_registration_makes_nobody(machine, mall, shopper, change, status, code, field):
    body = {"login": "13700000001", "password": "a long passphrase"} | change
    got, told, _ = machine.post("shoppers", body)
    assert (got, told["code"], told["field"]) == (status, code, field)
    with in_mall(mall.pk):
        assert User.objects.count() == 1


def test_the_same_login_in_two_malls_is_two_people(machine, other_mall):
    body = {"login": "13700000001", "password": "a long passphrase"}
    assert machine.post("shoppers", body)[0] == 201
    assert Machine("meridian.localhost").post("shoppers", body)[0] == 201
