"""What is typed, read as a query: each word with the ways in which it may be meant. Pure.

`Query.as_sql()` gives a PostgreSQL expression of type tsquery with its values. English is stemmed by the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.search.lexemes import SOUND
from catalog.search.words import STOP, cut, is_han, pinyin, synonyms

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Query:
    """`words` all must be there, or, where `loose`, any."""

    words: tuple[str, ...]
    wide: bool = False
    loose: bool = False
    code: str = ""
    """The text whole, where it may be a code of goods: whoever types one means nothing else."""

    def __bool__(self) -> bool:
        return bool(self.words)

    def as_sql(self) -> tuple[str, list[str]]:
        parts, values = [], []
        for place, word in enumerate(self.words):
            sql, given = self._word(word, is_last=place == len(self.words) - 1)
            parts.append(sql)
            values += given
        sql = f"({(' || ' if self.loose else ' && ').join(parts)})"
        if self.code:
            return f"({sql} || %s::tsquery)", [*values, _quoted(self.code)]
        return sql, values

    def _word(self, word: str, *, is_last: bool) -> tuple[str, list[str]]:
        if is_han(word):
            return "%s::tsquery", [_han(word, wide=self.wide)]
        exact = _quoted(word)
        if not word.isalpha() or len(word) < 2:
            ways = exact + (f" | {exact}:*" if is_last and len(word) > 2 else "")
            return "%s::tsquery", [ways]
        sound = _quoted(SOUND + word)
        ways = f"{exact} | {sound}" + (f" | {exact}:* | {sound}:*" if len(word) > 2 or is_last else "")
        ways += "".join(f" | {_meaning(other)}" for other in synonyms().get(word, ()))
        return "(%s::tsquery || plainto_tsquery('english', %s))", [ways, word]


def read(text: str, brands: Iterable[str] = ()) -> Query:
    """The query of a text: at most eight words, those that tell nothing left out."""
    words = cut(text[:200], brands)
    telling = [word for word in dict.fromkeys(words) if word not in STOP]
    whole = text.strip().lower()
    code = whole if any(map(str.isdigit, whole)) and whole.isascii() and len(whole.split()) == 1 else ""
    return Query(tuple((telling or words)[:MOST_WORDS]), code=code[:60])


def _meaning(word: str) -> str:
    """Another word for the same goods; in documents it may be cut into several."""
    return "(" + " & ".join(_quoted(part) for part in cut(word)) + ")"


def _han(word: str, *, wide: bool) -> str:
    same = [_meaning(other) for other in synonyms().get(word, ())]
    if not wide:
        return " | ".join([_quoted(word), *same])
    ways = [_quoted(word), *same, "(" + " & ".join(map(_quoted, dict.fromkeys(word))) + ")"]
    if len(word) > 1:
        ways.append(_quoted(SOUND + pinyin(word)))
    return " | ".join(ways)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
