"""Pick a language from words kept in both."""

from __future__ import annotations

from collections.abc import Mapping


def is_english(language: str) -> bool:
    return language.lower().startswith("en")


def in_language(words: Mapping[str, str], language: str) -> str:
    """The text of `{"zh-hans": …, "en": …}`; the other language where one is missing."""
    first, other = ("en", "zh-hans") if is_english(language) else ("zh-hans", "en")
    return words.get(first) or words.get(other) or ""
