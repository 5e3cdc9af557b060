"""Hearers for the tests: they note what they hear, and fail when told to."""

from __future__ import annotations

from journal.types import Fact, GiveUp, RetryLater

HEARD: list[tuple[str, str, dict]] = []
FAILS: dict[str, Exception] = {}


def note(fact: Fact) -> None:
    _hear("note", fact)


def other(fact: Fact) -> None:
    _hear("other", fact)


def _hear(name: str, fact: Fact) -> None:
    if fact.subject in FAILS:
        raise FAILS[fact.subject]
    HEARD.append((name, fact.subject, fact.payload))


def fails(subject: str, how: str) -> None:
    FAILS[subject] = {
        "later": RetryLater("the port sleeps", 30),
        "never": GiveUp("no such code"),
        "error": ValueError("broken"),
    }[how]


def forget() -> None:
    HEARD.clear()
    FAILS.clear()
