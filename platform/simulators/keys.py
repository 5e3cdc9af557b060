"""RSA keys and self-signed certificates, as a module and as `python -m simulators.keys`."""

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class KeyPair:
    """A private key (PKCS8 PEM) and its certificate (PEM)."""

    private_pem: bytes
    certificate_pem: bytes

    @property
    def serial(self) -> str:
        """Upper-case hexadecimal, as both counterparts write it."""
        return serial_of(self.certificate_pem)


def serial_of(certificate_pem: bytes) -> str:
    return f"{x509.load_pem_x509_certificate(certificate_pem).serial_number:X}"


def make(code: str, name: str, *, now: datetime | None = None, days: int = 3650) -> KeyPair:
    """A 2048-bit key and a certificate for `name` (CN) with `code` as its serial-number attribute."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    begin = (now or datetime.now(UTC)) - timedelta(days=1)
    # a certificate's name holds 64 characters; company names go to 100
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return KeyPair(
        private_pem=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM),
    )


def keep(directory: Path, stem: str, code: str, name: str) -> KeyPair:
    """The pair kept in `directory`, made at the first call.

    The certificate is written last: where it lies, the pair is whole.
    """
    key_path, certificate_path = directory / f"{stem}.key.pem", directory / f"{stem}.crt.pem"
    if not certificate_path.exists():
        pair = make(code, name)
        key_path.touch(mode=0o600)
        key_path.write_bytes(pair.private_pem)
        certificate_path.write_bytes(pair.certificate_pem)
    return KeyPair(key_path.read_bytes(), certificate_path.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulators.keys", description=__doc__)
    parser.add_argument("--code", required=True, help="company code, also the files' name")
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", required=True, type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    pair = keep(asked.out, asked.code, asked.code, asked.name)
    print(f"{asked.out / asked.code}.key.pem {asked.out / asked.code}.crt.pem serial {pair.serial}")


if __name__ == "__main__":
    main()
