"""The mall is found by exact host among verified domains; there is no default."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from tenancy import hosts
from tenancy.models import Domain, Mall

pytestmark = pytest.mark.django_db


def find(host: str) -> str | None:
    hosts.forget()
    found = hosts.find(host)
    return None if found is None else found.code


@pytest.mark.parametrize("host", ["harbor.localhost", "HARBOR.localhost", "harbor.localhost:8000"])
def test_found_by_its_host(mall, host):
    assert find(host) == "harbor"


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "x.harbor.localhost", "harbor.localhost.", "harbor.localhost@evil.example", "harbor..localhost",
     "harbor.localhost:99999999", "harbor.localhost/../x", "127.0.0.1", "harbor.localhost, evil.example", "[::1]"],
)  # fmt: skip
def test_no_other_host_answers(mall, host):
    assert find(host) is None


def test_an_unverified_domain_and_a_closed_mall_do_not_answer(mall):
    Domain.objects.create(mall=mall, host="shop.example")
    assert find("shop.example") is None
    Mall.objects.update(state=Mall.State.CLOSED)
    assert find("harbor.localhost") is None


def test_a_forwarded_host_is_ignored(mall):
    answer = Client(HTTP_HOST="nobody.localhost").get("/", headers={"x-forwarded-host": "harbor.localhost"})
    assert answer.status_code == 404
    assert "此地址没有商城" in answer.content.decode()


@override_settings(CONSOLE_HOST="console.localhost")
def test_health_and_schema_answer_on_any_host(mall):
    health = Client(HTTP_HOST="127.0.0.1").get("/healthz")
    assert health.status_code == 503  # no worker runs beside this test
    assert health.json()["checks"]["database"] == "ok"
    assert "worker" in health.json()["checks"]["worker"]
