"""Figures for `make bench`: packages declared per second by one worker, one document a file and a hundred.

The port is the simulated one, a process of its own behind its HTTP door; a package counts once its four documents have
left. Each of the two ways gets packages of its own, taken in turns so that a busy machine treats them alike.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from django.utils import timezone

from accounts.models import User
from accounts.selectors import addresses_of, identities_of
from accounts.services import AddressFields, keep_address, keep_identity
from accounts.types import Consent
from catalog.inventory.models import Stock, Warehouse
from catalog.models import Sku, TradeProfile
from customs import tasks
from customs.models import Declaration, MessageFile, PortAccount
from customs.services import declare, open_account, resend_unsent
from demo.outside import CARRIER, PAYER
from orders.logistics.models import Waybill
from orders.models import Package
from orders.notices import buyers_notice
from orders.payments.models import Payment
from orders.services.add_to_cart import add_to_cart
from orders.services.advance_package import advance_package
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from orders.services.record_paid import record_paid
from orders.types import CheckoutRequest
from storefront import shelving
from tenancy.scope import Actor, in_mall

COMPANY, AGENT = ("4601W60001", "海口跨境商城有限公司"), ("4601W60002", "海口报关有限公司")
ROUNDS, _OTHER = 4, "guangzhou"
_HOUR = 60
"""Virtual minutes that a port is up, and then down."""
_UNITS = {
    "customs_declared": "packages/s by one worker",
    "customs_declared_per_processor": "packages per second of the worker's processor time",
}


def run(packages: int) -> Iterator[dict[str, Any]]:
    """`packages`: of each way, over all rounds."""
    mall = shelving.fill(f"bench-{time.time_ns()}", 1)
    with (
        tempfile.TemporaryDirectory() as state,
        _port(Path(state)) as url,
        in_mall(mall.id, actor=Actor.staff()),
    ):
        _open(url)
        spent, per_round = {1: [0.0, 0.0], 100: [0.0, 0.0]}, max(1, packages // ROUNDS)
        buyer = _buyer()
        for _ in range(ROUNDS):
            for most in spent:
                PortAccount.objects.update(per_file=most)
                made = [_package(buyer) for _ in range(per_round)]
                spent[most] = [a + b for a, b in zip(spent[most], _declared(made), strict=True)]
        sent = Declaration.objects.filter(sent_at__isnull=False).count()
        if sent != 2 * ROUNDS * per_round:
            raise RuntimeError(f"only {sent} of {2 * ROUNDS * per_round} packages were sent")
        for n, (name, unit) in enumerate(_UNITS.items()):
            alone, together = (round(ROUNDS * per_round / spent[most][n], 1) for most in (1, 100))
            yield {
                "name": name,
                "figure": together,
                "unit": unit,
                "baseline": alone,
                "baseline_is": "one document a file",
                "ratio": round(together / alone, 2),
                "packages": ROUNDS * per_round,
                "files": MessageFile.objects.count(),
            }


def _declared(packages: list[int]) -> tuple[float, float]:
    """Seconds until the last of them has left: by the clock, and of this process's processor time."""
    began, worked = time.perf_counter(), time.process_time()
    for pk in packages:
        declare(package_id=pk, now=timezone.now())
    resend_unsent(port="haikou", now=timezone.now())
    return time.perf_counter() - began, time.process_time() - worked


def outage(packages: int) -> Iterator[dict[str, Any]]:
    """How long a package takes to leave for a port that is up, while another is up and while it is down for an hour.

    Hours are virtual: up, down, and one in which the backlog drains, which is not counted. Each minute one worker keeps
    the round of all ports and declares a package for the port that is up. The clock runs over the round as well, for
    the package waits while the worker knocks at the port that is down; packages for that one wait in the round too.
    """
    mall = shelving.fill(f"bench-{time.time_ns()}", 1)
    with (
        tempfile.TemporaryDirectory() as state,
        _port(Path(state) / "down") as url,
        _port(Path(state) / "up") as other,
        in_mall(mall.id, actor=Actor.staff()),
    ):
        _open(url)
        _open(other, port=_OTHER, dxp_id="DXPENT0000000002")
        buyer, begun = _buyer(), timezone.now()
        spent: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for minute in range(packages):
            hour = minute // _HOUR % 3
            if minute % _HOUR == 0:
                _down(url, hour == 1)
            took = _sent_to_other(buyer, begun + timedelta(minutes=minute), minute)
            if hour < 2:
                spent[hour == 1].append(took)
        for at, of in enumerate(("", "_processor")):
            up, down = (sorted(row[at] for row in spent[key]) for key in (False, True))
            for name, share in (("half", 0.5), ("p99", 0.99)):
                before, after = (rows[min(len(rows) - 1, int(share * len(rows)))] for rows in (up, down))
                yield {
                    "name": f"customs_port_down{of}_{name}",
                    "figure": round(1000 * after, 1),
                    "unit": f"ms{' of processor time' if of else ''} until a package has left for another port",
                    "baseline": round(1000 * before, 1),
                    "baseline_is": "the same while both ports are up",
                    "ratio": round(after / before, 3),
                    "packages": len(down),
                }


def _sent_to_other(buyer: User, now: datetime, minute: int) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor time."""
    package = _package(buyer)
    Package.objects.filter(pk=package).update(port=_OTHER)
    if minute % 5 == 0:
        # For the port that may be down: it then waits in each round until the port is back.
        declare(package_id=_package(buyer), now=now)
    began, worked = time.perf_counter(), time.process_time()
    tasks.poll_receipts(now)
    declare(package_id=package, now=now)
    return time.perf_counter() - began, time.process_time() - worked


def _down(url: str, is_down: bool) -> None:
    body = {"seconds": 3600 if is_down else 0, "mode": "close"}
    requests.post(f"{url}/_sim/down", json=body, timeout=10).raise_for_status()


@contextmanager
def _port(state: Path) -> Iterator[str]:
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "simulators.port", "--port", "0", "--state", str(state)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _address(state, process)
    finally:
        process.terminate()
        process.wait(15)


def _address(state: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        written = state / "address"
        url = written.read_text().strip() if written.exists() else ""
        try:
            if url and requests.get(f"{url}/healthz", timeout=1).ok:
                return url
        except requests.RequestException:
            continue
    raise RuntimeError("the simulated port did not start")


def _open(url: str, *, port: str = "haikou", dxp_id: str = "DXPENT0000000001") -> None:
    certificate = open_account(
        port=port, endpoint=url, dxp_id=dxp_id, customs_code="6400", port_code="6400",
        platform=COMPANY, agent=AGENT, payer=PAYER, now=timezone.now(),
    )  # fmt: skip
    for code, name in (COMPANY, AGENT, PAYER, CARRIER):
        body = {"code": code, "name": name, "certificate": certificate}
        requests.post(f"{url}/_sim/enterprises", json=body, timeout=10).raise_for_status()
    requests.post(f"{url}/_sim/config", json={"preset": "calm", "speed": 3600}, timeout=10).raise_for_status()
    Warehouse.objects.update(account_book="T6401W000088")
    TradeProfile.objects.update(record_no="1")
    Stock.objects.update(on_hand=100_000)


def _buyer() -> User:
    user = User.objects.create_user("13900000001", "correct horse battery", display_name="顾客")
    consent = Consent("1", "a" * 64, timezone.now())
    keep_identity(shopper_id=user.pk, name="张三丰", number="11010519491231002X", consent=consent)
    fields = AddressFields(
        consignee="张三丰", phone="13900000001", province="浙江省", city="杭州市", district="西湖区",
        street="文三路 1 号", district_code="330106",
    )  # fmt: skip
    keep_address(shopper_id=user.pk, fields=fields, is_default=True)
    return user


def _package(buyer: User) -> int:
    """Paid, with its waybill: what customs waits for."""
    now = timezone.now()
    cart = open_cart(shopper_id=buyer.pk, now=now)
    add_to_cart(cart_id=cart.pk, sku_id=Sku.objects.earliest("pk").pk, quantity=1, now=now)
    notice = buyers_notice("zh-hans")
    asked = CheckoutRequest(
        shopper_id=buyer.pk, cart_id=cart.pk, address_id=addresses_of(buyer.pk)[0].pk,
        identity_id=identities_of(buyer.pk)[0].pk, notice_version=notice.version, notice_hash=notice.text_hash,
        notice_accepted=True,
    )  # fmt: skip
    package = Package.objects.get(order_id=place_order(request=asked, now=now).order_id)
    _settle(package, now)
    return package.pk


def _settle(package: Package, now: datetime) -> None:
    Payment.objects.create(
        order_id=package.order_id, package_id=package.pk, gateway="wechat", number=f"P{package.number}",
        amount=package.total, state=Payment.State.PAID, transaction_id=f"42{package.number}", paid_at=now,
        expires_at=now,
    )  # fmt: skip
    record_paid(order_id=package.order_id, now=now)
    Waybill.objects.create(
        package_id=package.pk, carrier="domestic", carrier_code=CARRIER[0], carrier_name=CARRIER[1],
        number=f"SF{package.number}",
    )  # fmt: skip
    advance_package(
        package_id=package.pk, axis="clearance", event="assign_waybill", now=now, actor="logistics"
    )
