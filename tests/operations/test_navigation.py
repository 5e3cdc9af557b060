"""The doors of the sidebar: whose they are, where they lead, which one the operator stands at."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from accounts.models import User
from operations import navigation
from tenancy.scope import Actor, in_mall

pytestmark = pytest.mark.django_db


def doors(path: str, mall, user) -> dict[str, bool]:
    """Link of every door and whether it is where one stands."""
    request = RequestFactory().get(path)
    request.user = user
    with in_mall(mall.pk, actor=Actor.staff()):
        groups = navigation.sidebar(request)
    assert all(group["items"] for group in groups)
    return {item["link"]: item["active"] for group in groups for item in group["items"]}


@pytest.fixture
def platform_operator(db):
    return User(is_active=True, is_staff=True, is_superuser=True)


def test_one_door_is_where_one_stands(mall, platform_operator):
    at_orders = doors("/admin/orders/order/7/change/", mall, platform_operator)
    assert [link for link, here in at_orders.items() if here] == ["/admin/orders/order/"]
    assert [link for link, here in doors("/admin/", mall, platform_operator).items() if here] == ["/admin/"]
    board = doors("/admin/customs/declaration/board/", mall, platform_operator)
    assert [link for link, here in board.items() if here] == ["/admin/customs/declaration/board/"]


def test_doors_lead_into_the_language_of_the_page(mall, platform_operator):
    chinese = doors("/admin/", mall, platform_operator)
    with translation.override("en"):
        english = doors("/en/admin/", mall, platform_operator)
    assert [f"/en{link}" for link in chinese] == list(english)


def test_nobody_else_has_a_door(mall):
    assert doors("/admin/", mall, User(is_active=True, is_staff=False)) == {}


def test_what_the_console_alone_may_do_is_no_door_of_a_mall(mall, platform_operator):
    links = doors("/admin/", mall, platform_operator)
    assert "/admin/tenancy/mallsecret/" in links
    assert not [link for link in links if re.search(r"/tax/(ratebatch|hsrate|postalrate)/$", link)]
