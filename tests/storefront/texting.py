"""What the simulated sender of text messages brought."""

from __future__ import annotations

import re

import requests


def inbox(sender: str, phone: str) -> list[str]:
    """The newest first."""
    found = requests.get(f"{sender}/_sim/messages", params={"phone": phone}, timeout=5).json()["messages"]
    return [row["text"] for row in found]


def newest(sender: str, phone: str) -> str:
    """The code in the newest message."""
    return re.findall(r"\d{6}", inbox(sender, phone)[0])[0]
