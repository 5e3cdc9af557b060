"""The mall's signer at a port: a key among its secrets, or a device whose PIN is; each with its turns.

Secret `customs.<port>.signer`, JSON: `certificate` and `pair`, with `private_key`, or `device` and `pin`.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from customs.messages.algorithms import PAIRS
from customs.messages.signature import Signs, serial_of, signer_from_pem
from customs.models import PortSigner
from customs.ports.ukey import Device, DeviceSigner
from customs.rules.types import Finding, Mender, noop
from customs.types import HeldBack, NoPort, SignerBusy
from tenancy.models import MallSecret
from tenancy.vault import secrets

RSA_SHA1 = "rsa-sha1"
CARD_PER_MINUTE = 250
"""What a card manages (specification of 2022, annex on cipher products)."""
_BURST = timedelta(seconds=12)
"""A sixth of a minute's turns may come at once, the rest evenly: no minute ever holds more than its number."""


def secret_name(port: str) -> str:
    return f"customs.{port}.signer"


def keep_signer(
    port: str, private_key: str, certificate: str, pair: str = RSA_SHA1, per_minute: int = 0
) -> None:
    """Both PEM. Raises ValueError where they do not belong together, or the pair of algorithms is not theirs."""
    held = _read(private_key, certificate, pair).certificate
    _keep(port, {"private_key": private_key, "certificate": certificate, "pair": pair})
    _note(port, PortSigner.Kind.KEY, pair, held, per_minute)


def keep_device(
    port: str, *, url: str, pin: str, pair: str = RSA_SHA1, per_minute: int = CARD_PER_MINUTE
) -> str:
    """Ask the device for its certificate and keep both; returns the certificate (PEM).

    Raises SignerAway where it does not answer, ValueError for an unknown pair or no ws(s) address.
    """
    if pair not in PAIRS or not url.startswith(("ws://", "wss://")):
        raise ValueError("a device has a ws:// or wss:// address and a known pair of algorithms")
    held = Device(url, pin).certificate()
    pem = _pem(held)
    _keep(port, {"device": url, "pin": pin, "certificate": pem, "pair": pair})
    _note(port, PortSigner.Kind.DEVICE, pair, held, per_minute)
    return pem


def signer_of(port: str) -> Signs:
    """Raises NoPort where the mall has none."""
    kept = _kept(port)
    pair = kept.get("pair", RSA_SHA1)
    if "device" in kept:
        certificate = x509.load_pem_x509_certificate(kept["certificate"].encode())
        return DeviceSigner(Device(kept["device"], kept["pin"]), certificate, PAIRS[pair])
    return _read(kept["private_key"], kept["certificate"], pair)


def ready_signer(port: str, *, documents: int, now: datetime) -> Signs:
    """The signer, with as many turns taken. Raises NoPort, HeldBack (out of date), SignerBusy (come again later)."""
    signer = valid_signer(port, now=now)
    _take_turns(port, documents, now)
    return signer


def valid_signer(port: str, *, now: datetime) -> Signs:
    """The signer, without a turn of it. Raises NoPort, HeldBack (out of date)."""
    signer = signer_of(port)
    held = signer.certificate
    if not held.not_valid_before_utc <= now <= held.not_valid_after_utc:
        raise HeldBack([_out_of_date(held)])
    return signer


def certificate_of(port: str) -> str:
    """PEM: what the port must know the mall by. Raises MallSecret.DoesNotExist where there is none."""
    return str(json.loads(secrets.get(secret_name(port)))["certificate"])


def _take_turns(port: str, documents: int, now: datetime) -> None:
    """One statement decides between all who sign at once."""
    row = PortSigner.objects.filter(port=port).first()
    if row is None or not row.per_minute:
        return
    each = timedelta(seconds=72 / row.per_minute)
    ahead = max(_BURST - documents * each, timedelta(0))
    free = Q(next_at__isnull=True) | Q(next_at__lte=now + ahead)
    later = Greatest(Coalesce(F("next_at"), now), now) + documents * each
    if PortSigner.objects.filter(free, pk=row.pk).update(next_at=later) != 1:
        row.refresh_from_db(fields=["next_at"])
        wait = (row.next_at or now) - now - ahead
        raise SignerBusy(wait.total_seconds())


def _out_of_date(held: x509.Certificate) -> Finding:
    says = noop("The signing certificate %(number)s is out of date: customs takes no signature by it.")
    return Finding("signer.out_of_date", "signer", says, Mender.OPERATOR, {"number": serial_of(held)})


def _kept(port: str) -> dict[str, str]:
    try:
        return dict(json.loads(secrets.get(secret_name(port))))
    except MallSecret.DoesNotExist as error:
        raise NoPort() from error


def _keep(port: str, values: dict[str, str]) -> None:
    secrets.put(name=secret_name(port), value=json.dumps(values))


def _note(port: str, kind: str, pair: str, held: x509.Certificate, per_minute: int) -> None:
    PortSigner.objects.update_or_create(
        port=port,
        defaults={
            "kind": kind,
            "pair": pair,
            "serial": serial_of(held)[:64],
            "valid_from": held.not_valid_before_utc,
            "valid_until": held.not_valid_after_utc,
            "per_minute": per_minute,
        },
    )


def _pem(certificate: x509.Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM).decode()


@lru_cache(maxsize=64)
def _read(private_key: str, certificate: str, pair: str) -> Signs:
    """Reading a key costs more than signing with it."""
    return signer_from_pem(private_key.encode(), certificate.encode(), pair)
