"""Processor time of processes that are not ours to ask: read from /proc, so only where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class _Stat:
    parent: int
    ticks: int


def _stat(pid: int) -> _Stat | None:
    """Parent, and time of the process with that of its children who ended."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return _Stat(int(fields[1]), sum(int(field) for field in fields[11:15]))


def spent(roots: Iterable[int]) -> float:
    """Milliseconds of the processor that the processes and all below them have taken; 0 where there is no /proc."""
    if not _PROC.exists():
        return 0.0
    stats = {
        int(entry.name): found
        for entry in _PROC.iterdir()
        if entry.name.isdigit() and (found := _stat(int(entry.name)))
    }
    below = set(roots)
    while more := {pid for pid, stat in stats.items() if stat.parent in below} - below:
        below |= more
    return _TICK * sum(stats[pid].ticks for pid in below if pid in stats)


def database_server() -> int:
    """The process that every database session is a child of. Only for a server on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = _stat(int(cursor.fetchone()[0]))
    return stat.parent if stat else 0
