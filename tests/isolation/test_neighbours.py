"""Two shoppers of one mall: what is personal of the first, the second neither sees nor changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.isolation.cases import case_of
from tests.isolation.routes import Route, routes
from tests.isolation.table import Case
from tests.isolation.walking import walk
from tests.isolation.world import OF_A_SUPPLIER, PERSONAL, SHOPPER, SUPPLIER, neighbours, rivals

pytestmark = [pytest.mark.django_db]


def personal(route: Route, case: Case) -> Case | None:
    """The case with its personal ids only; None where it takes none."""
    bodies = tuple(body for body in case.bodies if _is_personal(body.values()))
    if not case.path and not bodies and not _is_personal(case.query.values()):
        return None
    if case.path and not _is_personal(case.path.values()):
        return None
    query = {name: kind for name, kind in case.query.items() if kind in PERSONAL}
    return replace(case, query=query, bodies=tuple(_known(body) for body in bodies or case.bodies))


def _is_personal(kinds) -> bool:
    return any(kind in PERSONAL for kind in kinds if isinstance(kind, str))


def _known(body) -> dict:
    """Fields with ids that are not personal are left out."""
    return {
        name: kind
        for name, kind in body.items()
        if isinstance(kind, str) and (kind[:1] == "=" or kind in PERSONAL)
    }


def test_a_neighbour_learns_and_changes_nothing():
    found = [(route, case_of(route)) for route in routes() if "admin/" not in route.path]
    cases = [(route, personal(route, case)) for route, case in found if isinstance(case, Case)]
    tried = [(route, case) for route, case in cases if case is not None]
    assert len(tried) > 20
    findings = walk(neighbours(), tried, SHOPPER)
    assert not findings, "\n" + "\n".join(findings[:60])


def test_a_rival_supplier_learns_and_changes_nothing():
    """Every page and form of the backend, by another supplier of the same mall."""
    found = [(route, case_of(route)) for route in routes() if route.key.startswith("seller:")]
    tried = [(route, case) for route, case in found if isinstance(case, Case)]
    assert len(tried) > 60 and OF_A_SUPPLIER
    findings = walk(rivals(), tried, SUPPLIER)
    assert not findings, "\n" + "\n".join(findings[:60])
