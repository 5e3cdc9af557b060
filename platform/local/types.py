"""What this package hands out and what it says when it cannot go on."""

from __future__ import annotations

from dataclasses import dataclass


class LocalError(Exception):
    """Something the person at the terminal can mend; its text is shown without a traceback."""


class StopAsked(Exception):
    """Ctrl-C or SIGTERM arrived: unwind and stop everything that was started."""


@dataclass(frozen=True)
class Account:
    """An operating-system user by numbers."""

    uid: int
    gid: int


@dataclass(frozen=True)
class DatabaseUrls:
    """The addresses of one database under its three weak roles."""

    owner: str
    app: str
    relay: str

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.app,
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_RELAY_URL": self.relay,
        }
