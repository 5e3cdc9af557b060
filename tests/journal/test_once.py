"""Idempotency keys: one answer per key, stored with its effect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from catalog.models import Category
from journal import services
from journal.models import IdempotencyKey
from journal.types import KeyReused
from tenancy.scope import in_mall

pytestmark = pytest.mark.django_db


def ask(key: str = "k1", request=None, slug: str = "milk"):
    def run():
        return {"id": Category.objects.create(slug=slug, name=slug).slug}

    return services.once(scope="checkout", key=key, request=request or {"sku": 1}, run=run)


def test_the_second_call_gets_the_first_answer(in_harbor):
    assert ask() == ({"id": "milk"}, True)
    assert ask() == ({"id": "milk"}, False)
    assert Category.objects.count() == 1


def test_the_same_key_with_another_request_is_refused(in_harbor):
    ask()
    with pytest.raises(KeyReused):
        ask(request={"sku": 2})
    assert Category.objects.count() == 1


def test_a_failure_stores_nothing(in_harbor):
    def fail():
        Category.objects.create(slug="x", name="x")
        raise ValueError

    with pytest.raises(ValueError):
        services.once(scope="checkout", key="k1", request={}, run=fail)
    assert (Category.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one(mall):
    def one(n: int):
        try:
            with in_mall(mall.pk):
                return ask(slug="milk")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(50)))
    assert {answer["id"] for answer, _ in answers} == {"milk"}
    assert sum(fresh for _, fresh in answers) == 1
