"""One-time codes for a phone: six digits, five minutes, five tries, used once.

They live in the cache under the mall's key, as a keyed hash: whoever reads the cache cannot sign in with it, and a
cache that is lost costs a shopper one more message.
"""

from __future__ import annotations

import secrets

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.types import AccountError

LIVES = 300
TRIES = 5
PAUSE = 60
HOUR = 3600
PER_PHONE, PER_ADDRESS = 6, 60
SIGN_IN = "sign-in"
"""What a code is for. One for another purpose does not sign in, and the other way round."""
_SALT = "accounts.codes"


class TooManyCodes(AccountError):
    code = "too_many_codes"


def issue_code(*, phone: str, address: str, purpose: str = SIGN_IN) -> str:
    """A new code for the phone; the one before is void. `address`: where the asker comes from.

    Raises TooManyCodes: one a minute and six an hour for a phone, sixty an hour for an address, whatever they are for.
    """
    place = _place(phone)
    if not cache.add(f"{place}:pause", 1, PAUSE):
        raise TooManyCodes(_("A code was sent a moment ago. Please wait a minute."), field="phone")
    if _counted(f"{place}:hour") > PER_PHONE or _counted(f"{_place(address)}:hour") > PER_ADDRESS:
        raise TooManyCodes(_("Too many codes were asked for. Please try again in an hour."), field="phone")
    code = f"{secrets.randbelow(10**6):06d}"
    place = _place(phone, purpose)
    cache.set(f"{place}:code", _sealed(phone, code), LIVES)
    cache.set(f"{place}:tries", 0, LIVES)
    return code


def void_code(*, phone: str, purpose: str = SIGN_IN) -> None:
    """The code never reached the phone: it is void, and another may be asked for at once."""
    place = _place(phone, purpose)
    cache.delete_many([f"{place}:code", f"{place}:tries", f"{_place(phone)}:pause"])


def use_code(*, phone: str, code: str, purpose: str = SIGN_IN) -> bool:
    """True once for the right code; five wrong ones void it."""
    place = _place(phone, purpose)
    kept = cache.get(f"{place}:code")
    if kept is None:
        return False
    try:
        tries = cache.incr(f"{place}:tries")
    except ValueError:  # it ran out between the two
        return False
    if tries > TRIES:
        cache.delete(f"{place}:code")
        return False
    if not constant_time_compare(kept, _sealed(phone, code)):
        return False
    return bool(cache.delete(f"{place}:code"))


def _counted(key: str) -> int:
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1


def _place(of: str, purpose: str = SIGN_IN) -> str:
    named = of if purpose == SIGN_IN else f"{purpose}:{of}"
    return f"code:{salted_hmac(_SALT, named, algorithm='sha256').hexdigest()[:32]}"


def _sealed(phone: str, code: str) -> str:
    return salted_hmac(_SALT, f"{phone}:{code}", algorithm="sha256").hexdigest()
