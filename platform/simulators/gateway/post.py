"""Sending a notice."""

from urllib.parse import urlsplit, urlunsplit

import requests


def post(url: str, body: bytes, headers: dict[str, str], *, target: str | None, timeout: float) -> str:
    """The answer's status as text, or the name of what went wrong. Redirects are not followed."""
    address, host = _address(url, target)
    session = requests.Session()
    # the environment's proxies lead out of the house
    session.trust_env = False
    try:
        answer = session.post(
            address,
            data=body,
            headers={**headers, "Host": host},
            timeout=timeout,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        return type(problem).__name__
    finally:
        session.close()
    return str(answer.status_code)


def _address(url: str, target: str | None) -> tuple[str, str]:
    """Where to connect and whom to ask for: names below .localhost live here, whatever the resolver says."""
    parts = urlsplit(url)
    if target:
        there = urlsplit(target)
        return urlunsplit((there.scheme, there.netloc, parts.path, parts.query, "")), parts.netloc
    name = parts.hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        port = f":{parts.port}" if parts.port else ""
        return urlunsplit((parts.scheme, f"127.0.0.1{port}", parts.path, parts.query, "")), parts.netloc
    return url, parts.netloc
