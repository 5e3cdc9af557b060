"""The benchmark walks the real way; how fast it is, is for `make bench` to say."""

from __future__ import annotations

import pytest

from seller.importing import bench

pytestmark = pytest.mark.django_db


def test_every_row_comes_in_and_memory_is_told(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    read, whole, again = bench.run(rows=12)
    assert (read["name"], read["rows"]) == ("import.read_only", 12)
    assert (whole["made"], whole["bad"], whole["state"]) == (12, 0, "done")
    assert (again["made"], again["changed"], again["bad"], again["state"]) == (0, 0, 0, "done")
    assert whole["memory_peak_kb"] >= whole["memory_before_kb"] > 0
