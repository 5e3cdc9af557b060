"""Beijing time as the messages write it: without zone, always UTC+8."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def stamp(moment: datetime) -> str:
    """`appTime`, `payTime`, `logisticsTime`:

    YYYYMMDDhhmmss. A moment without zone is refused (ValueError)."""
    return _beijing(moment).strftime("%Y%m%d%H%M%S")


def day(moment: datetime) -> str:
    """`declTime`, `ieDate`: YYYYMMDD of the Beijing day."""
    return _beijing(moment).strftime("%Y%m%d")


def milliseconds(moment: datetime) -> str:
    """`returnTime`: 17 digits, with milliseconds."""
    local = _beijing(moment)
    return local.strftime("%Y%m%d%H%M%S") + f"{local.microsecond // 1000:03d}"


def moment(text: str) -> datetime:
    """A stamp of 8, 14 or 17 digits as an aware moment; ValueError for anything else."""
    if len(text) not in (8, 14, 17) or not (text.isascii() and text.isdigit()):
        raise ValueError(f"not a customs time: {text[:20]!r}")
    whole = text[:14].ljust(14, "0")
    read = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=BEIJING)
    return read + timedelta(milliseconds=int(text[14:] or 0))


def _beijing(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(BEIJING)
