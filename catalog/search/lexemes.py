"""The lexemes of a product: what it can be found by, each with its weight. Pure.

Words stand as they are; single characters too, so that a query that is cut otherwise still finds its text. How a
word sounds stands with a `~` in front: Latin letters that are typed may mean either, and never by accident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.search.words import STOP, cut, initials, is_han, parts, pinyin

SOUND = "~"
_MOST = 250


@dataclass(frozen=True, slots=True)
class Texts:
    """What is read of a product, per weight. `a`: titles and brands; `b`: categories; `c`: the rest."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    c: tuple[str, ...]
    codes: tuple[str, ...]


def vector(texts: Texts, brands: Iterable[str]) -> str:
    """As PostgreSQL writes a tsvector: `'奶粉':1A '~naifen':2D …`."""
    known = tuple(brands)
    found: dict[str, str] = {}
    for weight, group in (("A", texts.a), ("B", texts.b), ("C", texts.c)):
        for text in group:
            words = [word for word in cut(text, known) if word not in STOP]
            _keep(found, words, weight)
            if weight != "C":
                _keep(found, sounds(words), "D")
            _keep(found, [part for word in words if is_han(word) for part in parts(word)], "C")
            _keep(found, [character for word in words if is_han(word) for character in word], "D")
    _keep(found, [code.lower() for code in texts.codes if code], "C")
    return " ".join(
        f"{_quoted(lexeme)}:{place}{weight}"
        for place, (lexeme, weight) in enumerate(list(found.items())[:_MOST], start=1)
    )


def sounds(words: list[str]) -> list[str]:
    """Pinyin and initials of each Chinese word, and of each two that stand side by side."""
    made = []
    for place, word in enumerate(words):
        if not is_han(word):
            continue
        follower = words[place + 1] if place + 1 < len(words) and is_han(words[place + 1]) else ""
        for one in (word, word + follower) if follower else (word,):
            if len(one) > 1:
                made += [SOUND + pinyin(one), SOUND + initials(one)]
    return made


def _keep(found: dict[str, str], lexemes: Iterable[str], weight: str) -> None:
    for lexeme in lexemes:
        if lexeme and lexeme != SOUND:
            found.setdefault(lexeme[:60], weight)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
