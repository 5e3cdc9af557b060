"""The envelope over a folder: a SFTP server of the port's own, a folder for each company."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import asyncssh

from simulators.port import boxes
from simulators.port.doors import dxp
from simulators.port.office import Office
from simulators.store import Row


class Folders:
    """Opens its port when the first company gets a folder."""

    def __init__(self, office: Office, state: Path) -> None:
        self._office = office
        self._state = state
        self._loop: asyncio.AbstractEventLoop | None = None
        self.port = 0
        self.host_key = ""

    def open(self) -> None:
        if self._loop is not None:
            return
        key_path = self._state / "sftp.key"
        if not key_path.exists():
            asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(key_path))
        key = asyncssh.read_private_key(str(key_path))
        self.host_key = key.export_public_key("openssh").decode().strip()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = self._known_port()
        listening = asyncio.run_coroutine_threadsafe(self._listen(key), self._loop).result(10)
        self.port = listening.get_port()
        (self._state / "sftp.port").write_text(str(self.port))

    def _known_port(self) -> int:
        """The one it had before, so that companies find it again after a restart."""
        path = self._state / "sftp.port"
        return int(path.read_text()) if path.exists() else 0

    def folder(self, user: str, end: str) -> Path:
        path = self._state / "sftp" / user / end
        path.mkdir(parents=True, exist_ok=True)
        return path

    def work(self) -> bool:
        """What lies whole in `send/` goes to the counter."""
        found = False
        for box in boxes.boxes(self._office.store, "sftp"):
            for path in sorted(self.folder(box["user"], "send").glob("*.xml")):
                done, answer = dxp.take(self._office, path.read_bytes())
                if answer:
                    self._put(box["user"], f"rep-{path.stem}", answer)
                if done:
                    path.unlink(missing_ok=True)
                    found = True
        return found

    def bring(self, box: dict[str, Any], xml: bytes, row: Row) -> bool:
        self._put(
            box["user"],
            f"{row['id']:012d}",
            dxp.closed(self._office, xml, row["kind"], f"R{row['id']}", box["dxp_id"]),
        )
        return True

    def _put(self, user: str, name: str, data: bytes) -> None:
        target = self.folder(user, "recv") / f"{name}.xml"
        part = target.with_suffix(".part")
        part.write_bytes(data)
        part.rename(target)

    async def _listen(self, key: asyncssh.SSHKey) -> asyncssh.SSHAcceptor:
        office, state = self._office, self._state

        class Guard(asyncssh.SSHServer):
            def begin_auth(self, username: str) -> bool:
                return True

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                box = boxes.find(office.store, "sftp", user=username)
                return box is not None and box["password"] == password

        class Room(asyncssh.SFTPServer):
            def __init__(self, channel: asyncssh.SSHServerChannel[Any]) -> None:
                user = str(channel.get_extra_info("username"))
                super().__init__(channel, chroot=str(state / "sftp" / user).encode())

        return await asyncssh.listen(
            "127.0.0.1", self.port, server_host_keys=[key], server_factory=Guard, sftp_factory=Room
        )

    def close(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
