"""The walk finds faults when there are some: each kind of leak, and a route that nobody put into the table."""

from __future__ import annotations

import pytest

from tests.isolation.cases import case_of
from tests.isolation.routes import routes
from tests.isolation.table import Case
from tests.isolation.walking import walk
from tests.isolation.world import ANONYMOUS, SHOPPER, two_malls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.isolation.leaky_urls")]
PRODUCT = {"product_id": "catalog.product"}
LEAKS = {
    "leaky_shows": (Case(PRODUCT), "200 for theirs, 404 for what never was"),
    "leaky_admits": (Case(PRODUCT), "403 for theirs, 404 for what never was"),
    "leaky_mumbles": (Case(PRODUCT), "differs from what never was"),
    "leaky_changes": (Case(bodies=({"product": "catalog.product"},)), "changed catalog_product"),
    "leaky_query": (Case(query={"product": "catalog.product"}), "shows …"),
}


@pytest.mark.parametrize("role", [ANONYMOUS, SHOPPER])
@pytest.mark.parametrize("leak", LEAKS)
def test_a_leaky_view_is_caught(leak, role):
    case, told = LEAKS[leak]
    (route,) = [route for route in routes() if route.key == leak]
    findings = walk(two_malls(), [(route, case)], role)
    assert any(told in finding for finding in findings), findings


def test_a_view_that_nobody_put_into_the_table_is_caught():
    unknown = {route.key for route in routes() if case_of(route) is None}
    assert unknown == set(LEAKS)
