"""The whole way of a declaration, with a port in a process of its own."""

from __future__ import annotations

import pytest
from django.utils import timezone

from customs.models import Declaration, Message, Receipt
from customs.services import declare
from journal.models import Fact
from orders.models import Package
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def clearance(package: Package) -> str:
    return Package.objects.values_list("clearance", flat=True).get(pk=package.pk)


def test_declared_answered_and_released(at_port, until):
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    declaration = Declaration.objects.get()
    assert (declaration.state, clearance(package)) == ("sent", "declaring")
    until(lambda: Declaration.objects.get().status == "899")
    declaration = Declaration.objects.get()
    assert declaration.state == "released"
    assert (len(declaration.pre_no), len(declaration.list_number)) == (18, 18)
    stands = Package.objects.get(pk=package.pk)
    assert (stands.clearance, stands.status, stands.list_number) == (
        "released",
        "899",
        declaration.list_number,
    )
    assert {m.kind: m.status for m in Message.objects.all()} == {
        "311": "120", "411": "120", "511": "120", "621": "899",
    }  # fmt: skip
    kinds = ["declaration.sent", "package.accepted", "package.released"]
    assert list(Fact.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds
    assert set(Receipt.objects.values_list("outcome", flat=True)) <= {"applied", "older"}
    assert at_port.get(f"orders/{package.number}")["621"]["acceptances"] == 1
