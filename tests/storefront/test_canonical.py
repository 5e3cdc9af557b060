"""A mall with two domains: every page has one canonical address, at the primary one."""

from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import html

from storefront.filling import heads
from tenancy import hosts
from tenancy.models import Domain
from tests.storefront.conftest import browser

pytestmark = pytest.mark.django_db
SECOND = "shop.localhost"


@pytest.fixture
def second(mall):
    Domain.objects.create(mall=mall, host=SECOND, is_primary=False, verified_at=timezone.now())
    hosts.forget()
    yield browser(SECOND)
    hosts.forget()


def canonical(page) -> str:
    return html.fromstring(page.content.decode()).xpath("//link[@rel='canonical']/@href")[0]


@pytest.mark.parametrize("path", ["/", "/en/", "/c/milk"])
def test_both_hosts_name_the_primary_one(second, goods, path):
    first = canonical(browser().get(path))
    page = second.get(path)
    assert canonical(page) == first and "//harbor.localhost" in first
    assert SECOND not in page.content.decode()


def test_the_sitemap_too(second, goods):
    assert "//harbor.localhost" in second.get("/robots.txt").content.decode()
    assert SECOND not in second.get("/sitemap-pages.xml").content.decode()


def test_without_the_main_host_each_would_name_itself(second, goods, monkeypatch):
    """The control."""
    asked = heads.origin
    monkeypatch.setattr(
        heads, "origin", lambda request: asked(request).replace(request.mall.main_host, request.mall.host)
    )
    assert SECOND in canonical(second.get("/c/milk"))
