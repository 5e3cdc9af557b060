"""Time as both counterparts write it: Beijing time, mostly without a zone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Clock = Callable[[], float]
BEIJING = timezone(timedelta(hours=8))


def beijing(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone(BEIJING)


def compact(moment: float) -> str:
    """yyyyMMddHHmmss."""
    return beijing(moment).strftime("%Y%m%d%H%M%S")


def compact_millis(moment: float) -> str:
    """yyyyMMddHHmmssSSS, the 17 characters of `returnTime`."""
    return compact(moment) + f"{round(moment * 1000) % 1000:03d}"


def from_compact(text: str) -> float:
    """Seconds since the epoch of yyyyMMddHHmmss; ValueError when it is no such time."""
    if len(text) != 14 or not text.isdigit():
        raise ValueError(f"not a time: {text!r}")
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=BEIJING).timestamp()


def iso(moment: float) -> str:
    """2026-01-31T09:00:00+08:00."""
    return beijing(moment).isoformat(timespec="seconds")


class Shifted:
    """A clock that can be set ahead, so that an hour passes at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead = 0.0

    def __call__(self) -> float:
        return self._clock() + self.ahead
