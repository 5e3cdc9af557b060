"""Open a mall's account at a port, for rehearsal."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.db import transaction

from customs import ports
from customs.messages import sm2, sm2_certificates
from customs.messages.algorithms import PAIRS
from customs.models import PortAccount
from customs.services.announcing import announce
from customs.services.boxes import claim_box
from customs.services.doors import keep_credentials
from customs.services.signing import RSA_SHA1, certificate_of, keep_signer
from customs.types import NoPort
from tenancy.models import MallSecret

_VALID = timedelta(days=3650)
_FRESH: dict[str, object] = {"failures": 0, "away_until": None}
_NO_COMPANY = ("", "")
REHEARSED_LEG = ("HU7963", "HU", "880")


def open_account(
    *,
    port: str,
    endpoint: str,
    dxp_id: str,
    customs_code: str,
    port_code: str,
    platform: tuple[str, str],
    agent: tuple[str, str],
    payer: tuple[str, str],
    now: datetime,
    seller: tuple[str, str] = _NO_COMPANY,
    area: tuple[str, str] = _NO_COMPANY,
    signer: tuple[str, str] | None = None,
    pair: str = RSA_SHA1,
    direct: tuple[str, str, str] = REHEARSED_LEG,
    credentials: dict[str, str] | None = None,
) -> str:
    """Open or change the account, in the rehearsal state; returns the certificate (PEM) to register at the port.

    Companies are (code, name). `signer`: private key and certificate, PEM; without one the kept pair stays, or a
    new key with a self-signed certificate of the declarant is made. `direct`: vehicle, voyage prefix, master bill
    prefix of direct mail; `pair`: the algorithms it signs by. `credentials`: what the port's door needs beside.
    Raises NoPort; BoxTaken where the box is another mall's; ValueError for an address that does not fit the door or
    a pair that is none.
    """
    if port not in ports.codes():
        raise NoPort()
    if not ports.is_address(port, endpoint):
        raise ValueError("the address is no URL of the kind the port's door has")
    values: dict[str, object] = {
        "endpoint": endpoint,
        "dxp_id": dxp_id,
        "customs_code": customs_code,
        "port_code": port_code,
        **dict(zip(("direct_vehicle", "direct_voyage", "direct_bill"), direct, strict=True)),
        **_FRESH,
    }
    for role, company in {
        "platform": platform, "agent": agent, "payer": payer, "seller": seller, "area": area,
    }.items():  # fmt: skip
        values |= {f"{role}_code": company[0], f"{role}_name": company[1]}
    with transaction.atomic():
        PortAccount.objects.update_or_create(port=port, defaults=values)
        claim_box(dxp_id)
        if credentials:
            keep_credentials(port, credentials)
        certificate = _signer(port, agent, signer, pair, now)
        announce(port)
    return certificate


def _signer(
    port: str, agent: tuple[str, str], given: tuple[str, str] | None, pair: str, now: datetime
) -> str:
    if given is None:
        try:
            return certificate_of(port)
        except MallSecret.DoesNotExist:
            given = _self_signed_sm2(agent, now) if PAIRS[pair].key == "sm2" else _self_signed(agent, now)
    keep_signer(port, *given, pair)
    return given[1]


def _self_signed_sm2(company: tuple[str, str], now: datetime) -> tuple[str, str]:
    key, begin = sm2.PrivateKey.generate(), now - timedelta(days=1)
    return key.pem(), sm2_certificates.self_signed(key, *company, begin, begin + _VALID)


def _self_signed(company: tuple[str, str], now: datetime) -> tuple[str, str]:
    """A key and a certificate for (code, name), as PEM. A certificate's name holds 64 characters."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    code, name = company
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
        ]
    )
    begin = now - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + _VALID)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()
