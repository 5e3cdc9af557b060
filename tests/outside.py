"""The world outside for tests: each simulator is a process of its own, spoken to over its real doors."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


@contextmanager
def simulator(name: str, state: Path, port: int = 0) -> Iterator[str]:
    """Runs `simulators.<name>` and yields its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"simulators.{name}", "--port", str(port), "--state", str(state)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address(process, state)
    finally:
        process.terminate()
        process.wait(15)


def _address(process: subprocess.Popen, state: Path) -> str:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        if (state / "address").exists():
            url = (state / "address").read_text().strip()
            try:
                if url and requests.get(f"{url}/healthz", timeout=1).ok:
                    return url
            except requests.RequestException:
                continue
    raise RuntimeError(f"the simulator did not start: {process.stdout.read() if process.stdout else ''}")


def merchant_account(gateway_url: str, mchid: str = "1900000109", secret: str = "") -> dict[str, Any]:
    """Registers a merchant at the gateway and returns the fields of its account on our side. `secret`: that of the
    official account with the same app id."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    serial, apiv3 = f"{int(mchid):040X}", f"{mchid:0>32}"
    values = {
        "mchid": mchid,
        "appid": "wx0000000000000001",
        "apiv3_key": apiv3,
        "public_key": public,
        "serial": serial,
        "secret": secret,
    }
    requests.post(f"{gateway_url}/_sim/merchants", json=values, timeout=5).raise_for_status()
    platform = requests.get(f"{gateway_url}/_sim/platform", timeout=5).json()
    return {
        "mchid": mchid,
        "appid": "wx0000000000000001",
        "serial": serial,
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "apiv3_key": apiv3,
        "platform_key": platform["public_key"],
        "platform_key_id": platform["public_key_id"],
        "host": gateway_url,
    }


def alipay_account(url: str, app_id: str) -> dict[str, Any]:
    """Registers a merchant at Alipay and returns the fields of its account on our side."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    values = {"app_id": app_id, "seller_id": f"2088{app_id[-12:]}", "public_key": public}
    requests.post(f"{url}/_sim/merchants", json=values, timeout=5).raise_for_status()
    return {
        "app_id": app_id,
        "seller_id": values["seller_id"],
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "alipay_key": requests.get(f"{url}/_sim/platform", timeout=5).json()["public_key"],
        "host": f"{url}/gateway.do",
    }


def carrier_account(url: str, account: str = "harbor", push_url: str = "", **more: Any) -> dict[str, Any]:
    """Registers a mall at a carrier and returns the fields of its account on our side."""
    secret = f"secret-of-{account}"
    values = {"account": account, "secret": secret, "push_url": push_url}
    requests.post(f"{url}/_sim/accounts", json=values, timeout=5).raise_for_status()
    names = {"company_code": "4601W60003", "company_name": "海口顺达快递有限公司"}
    return {"host": url, "account": account, "secret": secret} | names | more
