"""Texts cut into words, and how words sound: what documents and queries are made of. Pure, but for the dictionary.

Chinese is cut by the dictionary of rjieba with the words of the trade added. A mall's brand names are laid over it
(`cut(text, brands)`): a dictionary of its own for each mall would hold 24 MB a mall in every process.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if (
    TYPE_CHECKING
):  # both carry dictionaries that take half a second to read: whoever needs no words waits for none
    import rjieba

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9.]+")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|公斤|千克|mg|毫克|ml|毫升|g|克|l|升)(?![a-z])")
_UNITS = {"公斤": "kg", "千克": "kg", "毫克": "mg", "毫升": "ml", "克": "g", "升": "l"}
# Words that tell nothing of what is wanted.
STOP = frozenset(
    (
        *"的了和与及或之给用款装是有我要想买",
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "or",
        "to",
        "with",
        "in",
        "by",
    )
)
_FOLDED = str.maketrans({"é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "â": "a", "ä": "a", "ö": "o",
                         "ó": "o", "ô": "o", "ü": "u", "ú": "u", "û": "u", "ñ": "n", "ç": "c", "í": "i", "î": "i",
                         "ø": "o", "å": "a", "ß": "s"})  # fmt: skip


def normal(text: str) -> str:
    """Small letters, half width, without accents and apostrophes; sizes as `800g` whatever they were written as."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("\x00", " ").translate(_FOLDED)
    folded = folded.replace("'", "").replace("\u2019", "")
    return _SIZE.sub(lambda m: f" {m[1]}{_UNITS.get(m[2], m[2])} ", folded)


@cache
def _dictionary() -> rjieba.Jieba:
    import rjieba

    jieba = rjieba.Jieba()
    for line in (Path(__file__).parent / "trade_words.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            jieba.add_word(line, 100_000, None)
    for word in filter(is_han, synonyms()):
        jieba.add_word(word, 100_000, None)
    return jieba


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """word -> the other words for the same goods."""
    groups = [
        tuple(line.split())
        for line in (Path(__file__).parent / "synonyms.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for word in group:
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *(one for one in group if one != word))))
    return found


def is_han(word: str) -> bool:
    return bool(_HAN.match(word))


def is_latin(word: str) -> bool:
    return bool(_LATIN.fullmatch(word))


def cut(text: str, brands: Iterable[str] = ()) -> list[str]:
    """The words of a text in order, brand names whole, nothing twice in a row. `brands` are normal texts."""
    return [word for run in _runs(normal(text), tuple(brands)) for word in run]


def parts(word: str) -> list[str]:
    """The shorter words inside a Chinese word: 婴幼儿 holds 婴幼 and 幼儿."""
    return [part for part in _dictionary().cut_for_search(word) if part != word and len(part) > 1]


def _runs(text: str, brands: tuple[str, ...]) -> Iterator[list[str]]:
    pattern = _brand_pattern(brands)
    place = 0
    if pattern is not None:
        for match in pattern.finditer(text):
            yield from _plain(text[place : match.start()])
            yield [match[0]] if is_han(match[0]) else _RUNS.findall(match[0])
            place = match.end()
    yield from _plain(text[place:])


def _plain(text: str) -> Iterator[list[str]]:
    for run in _RUNS.findall(text):
        yield _dictionary().cut(run) if is_han(run) else [run]


@lru_cache(maxsize=256)
def _brand_pattern(brands: tuple[str, ...]) -> re.Pattern[str] | None:
    """Chinese names of brands anywhere in a text; the longer first."""
    names = sorted({name for name in brands if len(name) > 1 and is_han(name)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


@lru_cache(maxsize=65_536)
def pinyin(word: str) -> str:
    """naifen for 奶粉."""
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(word, errors="ignore")).replace("ü", "v")


@lru_cache(maxsize=65_536)
def initials(word: str) -> str:
    """nf for 奶粉."""
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(word, style=pypinyin.Style.FIRST_LETTER, errors="ignore"))


def warm() -> None:
    """Read the dictionaries now: for a process that serves, so that nobody's first search waits for them."""
    _dictionary(), pinyin("奶粉"), initials("奶粉")


def forget() -> None:
    """Drop what this process keeps: for tests and measurements."""
    for kept in (_brand_pattern, pinyin, initials):
        kept.cache_clear()
