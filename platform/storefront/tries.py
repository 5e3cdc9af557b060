"""How often one address may do a thing. Counted in the cache of the mall, under a digest of the address."""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache

log = logging.getLogger(__name__)


def within(what: str, address: str, *, most: int, seconds: int) -> bool:
    """Count one try. While the cache is away nobody is held back."""
    key = f"tries:{what}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, seconds)
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return True
    except Exception as error:  # of the cache's client, whichever it is
        log.warning("tries are not counted: %s", error)
        return True
