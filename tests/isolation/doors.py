"""Which routes stand behind which door of the product."""

from __future__ import annotations

from tests.isolation.cases import case_of
from tests.isolation.routes import Route, routes
from tests.isolation.table import Case
from tests.isolation.world import PLATFORM

DOORS = ("openapi", "storefront", "seller", "admin")


def door_of(route: Route) -> str:
    path = route.path.removeprefix("en/")
    return next((door for door in DOORS if path.startswith(f"{door}/")), "storefront")


def walked(door: str, role: str) -> list[tuple[Route, Case]]:
    """The platform's operator tries the admin in one language: its doors know languages as the owner's do."""
    found = [(route, case_of(route)) for route in routes() if door_of(route) == door]
    tried = [(route, case) for route, case in found if isinstance(case, Case)]
    return [pair for pair in tried if role != PLATFORM or pair[0].language != "en"]
