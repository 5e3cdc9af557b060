"""What the terminal shows once everything runs."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path


def lines(port: int, state: Path) -> list[str]:
    """Addresses, logins and what to try from the demo, if it tells; else where to look."""
    told = _of_demo(port) or [f"Open http://127.0.0.1:{port}/healthz"]
    return ["", *told, "", f"Logs and data: {state}", "Ctrl-C stops everything.", ""]


def _of_demo(port: int) -> list[str]:
    if importlib.util.find_spec("demo") is None or importlib.util.find_spec("demo.tour") is None:
        return []
    tour = importlib.import_module("demo.tour")
    return list(tour.lines(port))
