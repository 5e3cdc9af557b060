from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulators import keys
from tests.simulators.counter import START, PortCounter
from tests.simulators.shop import GatewayCounter

DAY = datetime.fromtimestamp(START, UTC)


@pytest.fixture(scope="session")
def pair() -> keys.KeyPair:
    return keys.make("4601W60001", "海口报关有限公司", now=DAY)


@pytest.fixture(scope="session")
def other_pair() -> keys.KeyPair:
    return keys.make("4601W69999", "另一家有限公司", now=DAY)


@pytest.fixture
def counter(tmp_path: Path, pair: keys.KeyPair) -> PortCounter:
    return PortCounter(tmp_path, pair)


@pytest.fixture(scope="session")
def merchant_pair() -> keys.KeyPair:
    return keys.make("1900000109", "海口跨境商城")


@pytest.fixture
def gateway(tmp_path: Path, merchant_pair: keys.KeyPair) -> GatewayCounter:
    return GatewayCounter(tmp_path, merchant_pair)
