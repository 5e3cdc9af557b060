"""How often somebody may guess the four digits to a parcel's number. Counted in the cache of the mall."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

WINDOW = 15 * 60
PER_NUMBER, PER_ADDRESS = 8, 60


def may_try(number: str, address: str) -> bool:
    """Count one try. Eight for a number and sixty for an address in a quarter of an hour: a number's ten thousand
    possibilities take thirteen days."""
    counted = _counted("number", number.strip().upper()), _counted("address", address)
    return counted[0] <= PER_NUMBER and counted[1] <= PER_ADDRESS


def _counted(what: str, who: str) -> int:
    key = f"parcel-tries:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WINDOW)
        return 1
