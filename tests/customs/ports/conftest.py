"""The port's doors, each with a mall at it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.customs.ports import broker as brokers
from tests.customs.ports.doors import Quay, moor
from tests.customs.ports.gate import Gate

DOORS = ["http_poll", "http_push", "form_md5", "soap", "dxp_sftp", "dxp_amqp-valkey", "dxp_amqp-rabbitmq"]


@pytest.fixture(scope="session")
def rabbitmq_url(tmp_path_factory) -> Iterator[str]:
    if not brokers.installed():
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("RabbitMQ is not installed (rabbitmq-server), and REQUIRE_ALL=1")
        pytest.skip("RabbitMQ is not installed (rabbitmq-server)")
    with brokers.rabbitmq(tmp_path_factory.mktemp("rabbitmq")) as url:
        yield url


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate("harbor")
    yield made
    made.close()


@pytest.fixture(params=DOORS)
def quay(request, desk, gate, in_harbor) -> Quay:
    """The mall `harbor` at a port of each family."""
    family, _, kind = request.param.partition("-")
    broker = ""
    if kind == "rabbitmq":
        broker = request.getfixturevalue("rabbitmq_url")
    elif kind == "valkey":
        broker = os.environ["REDIS_URL"]
    made = moor(family, desk, gate, broker)
    _empty(broker)
    return made


def _empty(broker: str) -> None:
    """What an earlier test left in the queues."""
    if not broker:
        return
    from kombu import Connection

    from tests.customs import factories as make

    with Connection(broker) as line:
        for end in ("SEND", "RECV"):
            queue = line.SimpleQueue(f"{make.DXP_ID}_{end}")
            queue.clear()
            queue.close()
