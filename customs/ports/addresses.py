"""Whether an address is one that a port's door can be called at. Read here once, not first when it is called."""

from __future__ import annotations

from urllib.parse import urlsplit

from customs.ports.registry import SCHEMES, data


def is_address(code: str, endpoint: str) -> bool:
    """Of the kind the port's family has, with a host, and with a port number that is one. Raises KeyError."""
    return endpoint.startswith(SCHEMES[data(code).family]) and _is_readable(endpoint)


def is_url(endpoint: str) -> bool:
    """Whether a browser or a program could ask there."""
    return endpoint.startswith(SCHEMES["http_poll"]) and _is_readable(endpoint)


def _is_readable(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
