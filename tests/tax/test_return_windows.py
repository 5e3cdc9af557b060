"""Customs' windows for returns, to the day."""

from datetime import date

import pytest

from tax.rules.returns import within


@pytest.mark.parametrize(
    ("released", "applied", "arrived", "inside"),
    [
        ("2025-06-01", "2025-07-01", "2025-07-16", True),
        ("2025-06-01", "2025-07-02", "2025-07-03", False),
        ("2025-06-01", "2025-07-01", "2025-07-17", False),
        ("2025-06-01", "2025-07-01", None, True),
        ("2025-06-01", "2025-05-31", None, False),
        ("2020-03-28", "2020-04-27", "2020-05-13", False),
        ("2020-03-27", "2020-04-26", "2020-05-13", True),
        ("2020-03-27", "2020-04-27", None, False),
    ],
)
def test_windows(released: str, applied: str, arrived: str | None, inside: bool) -> None:
    day = date.fromisoformat
    assert within(day(released), day(applied), day(arrived) if arrived else None) is inside
