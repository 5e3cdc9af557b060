"""The language of the page, as the domain names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

Words = Mapping[str, Any]


def language() -> str:
    """`en` or `zh-hans`."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(words: Words | str | None) -> str:
    """The text in the page's language; the other one where it is missing."""
    if not words:
        return ""
    if isinstance(words, str):
        return words
    here = language()
    other = "zh-hans" if here == "en" else "en"
    return str(words.get(here) or words.get(other) or "")
