"""The exchange platform's envelope over a folder, by SFTP (asyncssh): `send/` takes, `recv/` gives.

`endpoint`: sftp://host:port/base; secrets `user`, `password` or `private_key` (PEM), and `host_key` (the server's
public key as one line of OpenSSH): another server's is refused. A file appears under its name only when it is whole;
a receipt is removed when it is recorded.
"""

from __future__ import annotations

import asyncio
import posixpath
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncssh

from customs.ports.doors.envelopes import packed, unpacked
from customs.ports.face import Door
from customs.types import Bill, DoorShut, Letter, Page, PortAway, PortReceipt

T = TypeVar("T")
_SECONDS = 20
_READING = 12.0
"""Seconds: then what was read is handed over, and the rest stays for the next round."""
_SIDE_BY_SIDE = 16
"""Files under way at once: over a real line each costs three trips, and the line's delay is most of the time."""
_AT_ONCE = 500
_BIGGEST = 16 * 1024 * 1024


class SftpFolder:
    code = "dxp_sftp"

    def __init__(self, door: Door) -> None:
        self.door = door

    def send(self, letter: Letter) -> None:
        _run(self._put(f"{letter.message_id}.xml", packed(letter, self.door)))

    def poll(self, since: str) -> Page:
        files: list[tuple[str, bytes]] = []
        try:
            _run(self._get(files))
        except PortAway:
            # The line broke, or time was up: what was read by then is whole, and counts.
            if not files:
                raise
        files.sort()
        found: list[PortReceipt | Bill] = [receipt for _, data in files for receipt in unpacked(data)]
        names = [name for name, _ in files]
        return Page(tuple(found), settle=lambda recorded: self._settle(names, recorded))

    def _settle(self, names: list[str], recorded: bool) -> None:
        """A file that could not be removed is read again: its receipts are known by then."""
        if recorded and names:
            try:
                _run(self._remove(names))
            except PortAway:
                return

    async def _put(self, name: str, data: bytes) -> None:
        async with self._line() as sftp:
            target = self._path("send", name)
            async with sftp.open(f"{target}.part", "wb") as file:
                await file.write(data)
            # Replaces what is there: the same letter is the same bytes.
            await sftp.posix_rename(f"{target}.part", target)

    async def _get(self, files: list[tuple[str, bytes]]) -> None:
        """Fills `files`, so that what was read stays when it breaks off."""
        until = time.monotonic() + _READING
        async with self._line() as sftp:
            listed = sorted(str(name) for name in await sftp.listdir(self._path("recv")))
            names = [name for name in listed if name.endswith(".xml") and "/" not in name][:_AT_ONCE]
            for start in range(0, len(names), _SIDE_BY_SIDE):
                some = names[start : start + _SIDE_BY_SIDE]
                files += await asyncio.gather(*(self._read(sftp, name) for name in some))
                if time.monotonic() > until:
                    return

    async def _read(self, sftp: asyncssh.SFTPClient, name: str) -> tuple[str, bytes]:
        async with sftp.open(self._path("recv", name), "rb") as file:
            data = await file.read(_BIGGEST)
        return name, data if isinstance(data, bytes) else data.encode()

    async def _remove(self, names: list[str]) -> None:
        async with self._line() as sftp:
            for start in range(0, len(names), _SIDE_BY_SIDE):
                await asyncio.gather(*(self._forget(sftp, n) for n in names[start : start + _SIDE_BY_SIDE]))

    async def _forget(self, sftp: asyncssh.SFTPClient, name: str) -> None:
        with suppress(asyncssh.SFTPNoSuchFile):
            await sftp.remove(self._path("recv", name))

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[asyncssh.SFTPClient]:
        parts = urlsplit(self.door.endpoint)
        keys = self.door.secrets.get("private_key")
        async with (
            asyncssh.connect(
                parts.hostname or "",
                parts.port or 22,
                username=self.door.secret("user"),
                password=self.door.secrets.get("password") or None,
                client_keys=[asyncssh.import_private_key(keys)] if keys else None,
                known_hosts=_only(parts.hostname or "", parts.port or 22, self.door.secret("host_key")),
                config=None,
                agent_path=None,
                connect_timeout=5,
            ) as line,
            line.start_sftp_client() as sftp,
        ):
            yield sftp

    def _path(self, *parts: str) -> str:
        return posixpath.join(urlsplit(self.door.endpoint).path or "/", *parts)


def _only(host: str, port: int, key: str) -> asyncssh.SSHKnownHosts:
    name = host if port == 22 else f"[{host}]:{port}"
    return asyncssh.import_known_hosts(f"{name} {key.strip()}\n")


def _run(work: Coroutine[Any, Any, T]) -> T:
    async def within() -> T:
        async with asyncio.timeout(_SECONDS):
            return await work

    try:
        return asyncio.run(within())
    except asyncssh.HostKeyNotVerifiable as error:
        raise DoorShut("the server is another one: its key is not the one that was given") from error
    except asyncssh.PermissionDenied as error:
        raise DoorShut("the server does not know this user") from error
    except (asyncssh.KeyImportError, ValueError) as error:
        raise DoorShut("the host key, the private key or the address cannot be read") from error
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise PortAway(type(error).__name__) from error
