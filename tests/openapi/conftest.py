"""A machine that speaks JSON to a mall, with or without a shopper's token."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openapi import tokens
from tenancy.scope import Actor, in_mall
from tests import factories

API = "/openapi/v1/"


class Machine:
    """`call("get", "cart")` and friends: (status, body, headers)."""

    def __init__(self, host: str = "harbor.localhost", token: str = "", language: str = "en") -> None:
        self.client, self.host, self.token, self.language = Client(), host, token, language

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        sent = {"Accept-Language": self.language} | {k.replace("_", "-"): v for k, v in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        values: dict[str, Any] = {"headers": sent, "HTTP_HOST": self.host}
        if body is not None:
            values |= {"data": body, "content_type": "application/json"}
        answer = getattr(self.client, method)(API + path, **values)
        return answer.status_code, answer.json() if answer.content else None, answer

    def get(self, path: str, **headers: str) -> tuple[int, Any, Any]:
        return self.call("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        return self.call("post", path, {} if body is None else body, **headers)


@pytest.fixture
def machine(mall) -> Machine:
    return Machine()


@pytest.fixture
def shopper(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.shopper("13800138000")


@pytest.fixture
def known(mall, shopper) -> Machine:
    """A machine with the shopper's token."""
    with in_mall(mall.pk):
        return Machine(token=tokens.token_for(shopper))


@pytest.fixture
def sku(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        return factories.sku(price="100.00", stock=10)
