"""The register of companies (企业备案) and their certificates."""

from cryptography import x509

from simulators.port.intake.signature import fingerprint_of
from simulators.store import Row, Store


def register(store: Store, *, code: str, name: str, certificate_pem: str) -> Row:
    """ValueError when the certificate cannot be read."""
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    serial = f"{certificate.serial_number:X}"
    with store.transaction():
        store.run(
            "INSERT INTO enterprises (code, name) VALUES (?, ?) "
            "ON CONFLICT (code) DO UPDATE SET name = excluded.name",
            code,
            name,
        )
        store.run(
            "INSERT OR IGNORE INTO certificates (fingerprint, code, serial) VALUES (?, ?, ?)",
            fingerprint_of(certificate),
            code,
            serial,
        )
        store.run(
            "INSERT OR REPLACE INTO certificate_texts (serial, pem) VALUES (?, ?)", serial, certificate_pem
        )
    return {"code": code, "name": name, "serial": serial}


def strike(store: Store, code: str) -> bool:
    """Take a company off the register; False when it is not on it."""
    with store.transaction():
        store.run("DELETE FROM certificates WHERE code = ?", code)
        return bool(store.run("DELETE FROM enterprises WHERE code = ?", code))


def everyone(store: Store) -> list[Row]:
    return store.rows(
        "SELECT e.code, e.name, group_concat(c.serial) AS serials FROM enterprises e "
        "LEFT JOIN certificates c ON c.code = e.code GROUP BY e.code ORDER BY e.code"
    )


def is_registered(store: Store, code: str) -> bool:
    return store.row("SELECT 1 FROM enterprises WHERE code = ?", code) is not None


def codes_of(store: Store, fingerprint: str) -> set[str]:
    """Companies that may sign with this certificate."""
    found = store.rows("SELECT code FROM certificates WHERE fingerprint = ?", fingerprint)
    return {row["code"] for row in found}
