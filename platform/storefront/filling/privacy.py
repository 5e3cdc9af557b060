"""My data as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LoginChange
from accounts.selectors import consents_of, login_changes_of, looks_at
from orders.selectors.personal import notices_accepted
from privacy.models import Erasure, Export
from privacy.selectors import erasure_of, exports_of, kept_until, policy

_NOTICES = 20


@dataclass(frozen=True, slots=True)
class CopyView:
    asked: str
    text: str
    url: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class ErasureView:
    """`may_keep`: it can still be taken back."""

    text: str
    may_keep: bool


@dataclass(frozen=True, slots=True)
class ConsentView:
    at: str
    what: str
    version: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class LookView:
    at: str
    who: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoginView:
    at: str
    text: str
    proof: str


@dataclass(frozen=True, slots=True)
class Times:
    """`acts`: from when the account is erased; `kept`: until when the rest is kept, empty where nothing is."""

    acts: str
    kept: str


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}"


def copies(shopper_id: int, now: datetime) -> list[CopyView]:
    return [_copy(row, now) for row in exports_of(shopper_id)]


def _copy(row: Export, now: datetime) -> CopyView:
    asked = _minute(row.asked_at)
    if row.state == Export.State.ASKED:
        return CopyView(asked, _("Being put together"))
    if row.state == Export.State.OVER or row.expires_at is None or row.expires_at <= now:
        return CopyView(asked, _("The link is over and the file is destroyed"))
    text = _("%(size)d KB, until %(until)s") % {
        "size": max(1, row.size // 1024),
        "until": _minute(row.expires_at),
    }
    return CopyView(asked, text, reverse("storefront:data_file", args=[row.token]), _minute(row.expires_at))


def erasure(shopper_id: int) -> ErasureView | None:
    row = erasure_of(shopper_id)
    if row is None:
        return None
    if row.state == Erasure.State.ASKED:
        day = _minute(row.acts_at)
        return ErasureView(
            _("Your account is erased after %(day)s. Until then you may take it back.") % {"day": day}, True
        )
    return ErasureView(_("Your account is erased."), may_keep=False)


def times(shopper_id: int) -> Times:
    until = kept_until(shopper_id)
    acts = timezone.now() + timedelta(days=policy().undo_days)
    return Times(_day(acts), _day(until) if until else "")


def consents(shopper_id: int) -> list[ConsentView]:
    """Both kinds of agreement, the newest first."""
    found = [
        (
            row.consented_at,
            ConsentView(
                _minute(row.consented_at),
                _("Use of the identity of %(name)s for customs") % {"name": row.name_masked},
                row.consent_version,
                _minute(row.replaced_at) if row.replaced_at else "",
            ),
        )
        for row in consents_of(shopper_id)
    ]
    found += [
        (
            row.accepted_at,
            ConsentView(
                _minute(row.accepted_at),
                _("Buyer's notice, order %(number)s") % {"number": row.number},
                row.version,
            ),
        )
        for row in notices_accepted(shopper_id, _NOTICES)
    ]
    return [view for _at, view in sorted(found, key=lambda pair: pair[0], reverse=True)]


def looks(shopper_id: int) -> list[LookView]:
    return [
        LookView(
            _minute(row.at),
            _("Operator %(number)s of the mall") % {"number": row.actor.rpartition(":")[2]},
            row.get_what_display(),
            row.reason,
        )
        for row in looks_at(shopper_id)
    ]


def logins(shopper_id: int) -> list[LoginView]:
    """When another number was taken to sign in with, the newest first."""
    return [_login(row) for row in login_changes_of(shopper_id)]


def _login(row: LoginChange) -> LoginView:
    ends = {"old": row.old_end, "new": row.new_end}
    if row.old_end:
        text = _("From the number ending in %(old)s to the one ending in %(new)s") % ends
    else:
        text = _("From an e-mail address to the number ending in %(new)s") % ends
    return LoginView(_minute(row.at), text, row.get_proof_display())
