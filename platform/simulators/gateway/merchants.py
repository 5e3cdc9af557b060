"""Who may call: merchants (商户) with their key and their APIv3 key."""

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from simulators.gateway.house import House
from simulators.keys import serial_of
from simulators.store import Row
from simulators.web.routing import RefusedError, asked


def register(house: House, body: Row) -> Row:
    mchid, appid, apiv3_key = asked(body, "mchid", "appid", "apiv3_key")
    if len(apiv3_key.encode()) != 32:
        raise RefusedError("apiv3_key must have 32 bytes")
    certificate, public_key = body.get("certificate"), body.get("public_key")
    pem = certificate or public_key
    if not isinstance(pem, str):
        raise RefusedError("certificate or public_key is missing")
    public_pem = _public_pem(pem, is_certificate=bool(certificate))
    serial = body.get("serial") or (serial_of(pem.encode()) if certificate else None)
    if not serial:
        raise RefusedError("serial is missing")
    merchant = {
        "mchid": mchid,
        "appid": appid,
        "apiv3_key": apiv3_key,
        "public_key": public_pem,
        "serial": str(serial).upper(),
        "name": str(body.get("name") or mchid),
        "secret": str(body.get("secret") or ""),  # of the official account with this appid
    }
    with house.store.transaction():
        house.store.run("DELETE FROM merchants WHERE mchid = ?", mchid)
        house.store.insert("merchants", **merchant)
    return shown(merchant)


def _public_pem(pem: str, *, is_certificate: bool) -> str:
    try:
        if is_certificate:
            key = x509.load_pem_x509_certificate(pem.encode()).public_key()
        else:
            key = serialization.load_pem_public_key(pem.encode())  # type: ignore[assignment]
    except ValueError as problem:
        raise RefusedError(f"certificate or public_key cannot be read: {problem}") from problem
    if not isinstance(key, RSAPublicKey):
        raise RefusedError("the key must be an RSA key")
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, kind).decode()


def shown(merchant: Row) -> Row:
    """Without the APIv3 key."""
    return {name: merchant[name] for name in ("mchid", "appid", "serial", "name")}
