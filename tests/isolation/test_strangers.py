"""Every route is tried by strangers with the ids of another mall, in path, query and body."""

from __future__ import annotations

import pytest

from tenancy.scope import Actor, in_mall
from tests.isolation import canaries
from tests.isolation.cases import case_of
from tests.isolation.doors import DOORS, walked
from tests.isolation.routes import routes
from tests.isolation.table import Case, Excluded
from tests.isolation.walking import walk
from tests.isolation.world import ROLES, SUPPLIER, two_malls

pytestmark = [pytest.mark.django_db]


def test_every_route_is_in_the_table():
    unknown = [f"{route.key} {route.path}" for route in routes() if case_of(route) is None]
    assert not unknown, f"say in tests/isolation/table.py how a stranger tries them: {unknown}"
    assert len(routes()) > 100


def test_every_parameter_is_filled():
    for route in routes():
        case = case_of(route)
        if isinstance(case, Case) and "(?P<" not in route.path:
            assert set(route.parameters) == set(case.path), route.path


def test_what_is_excluded_says_why():
    assert all(case.reason for case in map(case_of, routes()) if isinstance(case, Excluded))


def test_every_text_of_mall_a_carries_a_mark():
    world = two_malls()
    with in_mall(world.mall_a.pk, actor=Actor.staff()):
        assert canaries.unmarked() == []
        empty = [table for table, rows in canaries.digest(world.mall_a.pk).items() if rows.startswith("0 ")]
    assert empty == ["accounts_session"]


WALKS = [(door, role) for door in DOORS for role in ROLES if door != "admin" and role != "platform"]
WALKS += [("seller", SUPPLIER)]


@pytest.mark.parametrize(("door", "role"), WALKS)
def test_a_stranger_learns_and_changes_nothing(door, role):
    findings = walk(two_malls(), walked(door, role), role)
    assert not findings, "\n" + "\n".join(findings[:60])
