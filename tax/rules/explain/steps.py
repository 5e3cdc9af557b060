"""One step of a working, and how its text is made."""

from typing import Any, NamedTuple, Protocol

from tax.rules.explain.texts import TEXTS
from tax.rules.numbers import Exact, plain


class Cited(Protocol):
    """A row of the law: any window of tax.rules.tables."""

    @property
    def source(self) -> str: ...
    @property
    def confidence(self) -> str: ...


class Step(NamedTuple):
    """`line`, `tax` and `fen`: the figure this step arrives at, for the proof; empty where there is none.

    `confidence` of the source: V two or more agree, S one, M memory (see tax.rules.tables).
    """

    rule: str
    source: str
    en: str
    zh: str
    line: int = -1
    tax: str = ""
    fen: int = 0
    confidence: str = "V"

    def as_document(self) -> dict[str, Any]:
        """As the contract's JSON."""
        return {"rule": self.rule, "source": self.source, "says": {"en": self.en, "zh": self.zh}}


def say(rule: str, source: str, confidence: str = "V", **values: str) -> Step:
    """A step in both languages."""
    en, zh = TEXTS[rule]
    return Step(rule, source, en.format(**values), zh.format(**values), confidence=confidence)


def cite(rule: str, law: Cited, **values: str) -> Step:
    """A step that rests on a row of the law."""
    return say(rule, law.source, law.confidence, **values)


def figure(step: Step, line: int, tax: str, fen: int) -> Step:
    """The step, with the figure it arrives at."""
    return step._replace(line=line, tax=tax, fen=fen)


def add(one: Exact, other: Exact) -> Exact:
    """Sum."""
    if one.den == other.den:
        return Exact(one.num + other.num, one.den)
    return Exact(one.num * other.den + other.num * one.den, one.den * other.den)


def times(one: Exact, other: Exact) -> Exact:
    """Product."""
    return Exact(one.num * other.num, one.den * other.den)


def over(one: Exact, other: Exact) -> Exact:
    """Quotient."""
    return Exact(one.num * other.den, one.den * other.num)


def shown(fen: Exact) -> str:
    """Fen as yuan, to six places."""
    return plain(Exact(fen.num, fen.den * 100))
