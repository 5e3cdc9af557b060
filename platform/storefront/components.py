"""Components written once: what one shows follows from what it is given and the language, so the writing can be kept.

A card whose price changes is given another price and written anew; nothing here knows of time, of visitors or malls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 6_000


def component(name: str, given: dict[str, Any]) -> SafeString:
    """The template `name` with these values, all of them hashable and frozen; TypeError for others."""
    if settings.DEBUG:  # templates change under a developer's hands
        return _written(name, given)
    return _kept(name, get_language(), tuple(given.items()))


@lru_cache(maxsize=_MOST)
def _kept(name: str, language: str | None, given: tuple[tuple[str, Any], ...]) -> SafeString:
    return _written(name, dict(given))


def _written(name: str, given: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(name).render(given))  # a template's own output


def forget() -> None:
    """As if the process had just begun."""
    _kept.cache_clear()
