"""Switch a port on for a mall: its credentials, a call to try, a list of what is still missing, then live or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customs import ports
from customs.messages.times import stamp
from customs.models import Declaration, PortAccount, PortSigner
from customs.ports.doors.http import ask, session
from customs.services.announcing import announce, is_complete
from customs.services.doors import credentials_of, door_of
from customs.types import CustomsError, NoPort, PortAway, PortRefused

FRESH = timedelta(days=7)
RENEW = timedelta(days=30)


class NotYetLive(CustomsError):
    """Something of the list is missing; the first that is says so."""

    code = "not_yet_live"

    def __init__(self, missing: list[Item]) -> None:
        self.missing = missing
        super().__init__(self.code)

    def __str__(self) -> str:
        return " ".join(str(item.says) for item in self.missing)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. `says`: what is wanted."""

    code: str
    says: str | Promise
    done: bool


def checklist(account: PortAccount, now: datetime) -> list[Item]:
    """In the order in which a mall does it."""
    signer = PortSigner.objects.filter(port=account.port).first()
    given = credentials_of(account.port)
    data = ports.data(account.port)
    wanted = ports.CREDENTIALS[data.family]
    rehearsed = Declaration.objects.filter(port=account.port, state=Declaration.State.RELEASED)
    return [
        Item("companies", _("Companies and customs district are filled in."), is_complete(account)),
        Item("credentials", _("The credentials of this port's door are there."), all(given.get(n) for n in wanted)),
        Item("signer", _("A signing certificate is there, good for thirty days at least."),
             signer is not None and signer.valid_until > now + RENEW),
        Item("call", _("The port answered a test call within the last seven days."),
             bool(account.tested_at and account.tested_at > now - FRESH and not account.test_says)),
        Item("rehearsed", _("A package was declared and released in rehearsal."), rehearsed.exists()),
        Item("verified", _("The door of this port was tried with a certificate of one's own."), data.live),
    ]  # fmt: skip


def try_call(*, port: str, now: datetime) -> str:
    """Ask the port something harmless; returns what went wrong, empty when nothing did. Raises NoPort."""
    account = _account(port)
    says = ""
    try:
        _greet(account, now)
    except (PortAway, PortRefused) as trouble:
        says = f"{trouble} {trouble.why}".strip()[:300]
    PortAccount.objects.filter(pk=account.pk).update(tested_at=now, test_says=says)
    return says


def go_live(*, port: str, now: datetime) -> None:
    """Raises NotYetLive with what is missing; nothing changes then."""
    account = _account(port)
    missing = [item for item in checklist(account, now) if not item.done]
    if missing:
        raise NotYetLive(missing)
    _set(account, PortAccount.State.LIVE)


def rehearse(*, port: str) -> None:
    _set(_account(port), PortAccount.State.REHEARSAL)


def switch_off(*, port: str) -> None:
    """Nothing more is sent or read; what is under way waits."""
    _set(_account(port), PortAccount.State.OFF)


def _set(account: PortAccount, state: str) -> None:
    with transaction.atomic():
        PortAccount.objects.filter(pk=account.pk).update(state=state)
        announce(account.port)


def _account(port: str) -> PortAccount:
    found = PortAccount.objects.filter(port=port).first()
    if found is None:
        raise NoPort()
    return found


def _greet(account: PortAccount, now: datetime) -> None:
    door = door_of(account)
    for name in ports.CREDENTIALS[ports.data(account.port).family]:
        ports.Door("", "", "", credentials_of(account.port)).secret(name)
    if isinstance(door, ports.Pushed):
        # Such a door has nothing harmless to ask: that somebody answers there is all that can be known.
        ask(session(), "GET", account.endpoint)
        return
    page = door.poll(stamp(now))
    settle: Callable[[bool], None] = page.settle
    settle(False)
