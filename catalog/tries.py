"""How many complaints one address may file. Counted in the cache of the mall; what a flood would hide is the one that
is right."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

WINDOW, PER_ADDRESS = 60 * 60, 5


def may_file(address: str) -> bool:
    """Count one try: five an hour."""
    key = f"complaint-tries:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key)) <= PER_ADDRESS
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WINDOW)
        return True
