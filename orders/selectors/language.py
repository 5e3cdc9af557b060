"""Pick a language from words kept in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_english(language: str) -> bool:
    return language.lower().startswith("en")


def in_language(words: Mapping[str, str], language: str) -> str:
    """The text of `{"zh-hans": …, "en": …}`; the other language where one is missing."""
    first, other = ("en", "zh-hans") if is_english(language) else ("zh-hans", "en")
    return words.get(first) or words.get(other) or ""


def bundle_words(bundle: Mapping[str, Any], language: str) -> str:
    """The bundle that a line is a part of, as it was sold; empty for a line bought as such."""
    if not bundle:
        return ""
    title, option = in_language(bundle["title"], language), in_language(bundle["option"], language)
    name = f"{title} {option}".strip() if option not in title else title
    return f"{name} × {bundle['count']}"
