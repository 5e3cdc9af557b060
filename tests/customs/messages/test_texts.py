"""Every rule has a sentence in both languages, and Beijing time is Beijing time."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from customs.messages import times
from customs.messages.texts import TEXTS
from tests.customs.messages.official import ROOT


def test_every_rule_used_has_a_text() -> None:
    used: set[str] = set()
    for path in Path(ROOT / "customs" / "messages").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:\.add\([^,"]+, |Finding\([^,]+, |_refused\(|_refusal\()"(\w+)"', text))
    assert used
    assert used <= set(TEXTS)


def test_both_languages_say_the_same_facts() -> None:
    for rule, (english, chinese) in TEXTS.items():
        names = set(re.findall(r"{(\w+)", english))
        assert set(re.findall(r"{(\w+)", chinese)) <= names, rule
        assert re.search("[\u4e00-\u9fff]", chinese), rule


def test_the_package_needs_no_django() -> None:
    code = "import sys, customs.messages.reporting, customs.messages.bench; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_beijing_time() -> None:
    late = datetime(2025, 12, 31, 16, 0, 5, 7000, tzinfo=UTC)
    assert times.stamp(late) == "20260101000005"
    assert times.day(late) == "20260101"
    assert times.milliseconds(late) == "20260101000005007"
    assert times.moment("20260101000005007") == late
    assert times.moment("20260101") == datetime(2025, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026", "20261301", "2026010100000a", "２０２６０１０１"])
def test_no_time_at_all(text: str) -> None:
    with pytest.raises(ValueError):
        times.moment(text)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        times.stamp(datetime(2026, 1, 1))
