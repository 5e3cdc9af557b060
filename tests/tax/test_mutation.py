"""The committed list of mutants is that of today's code, all caught; a few of them are tried again in every run."""

from pathlib import Path

import pytest

from tests.tax.mutation import LIST, mutate, prepare

pytest.importorskip("cosmic_ray", reason="the mutation tool is not installed")
# A rate, two limits, the threshold's comparison, the 70 %: one of each kind of harm.
TRIED = 5


@pytest.mark.processes
def test_the_list_is_that_of_the_code_and_its_mutants_are_caught(tmp_path: Path) -> None:
    head, *listed = LIST.read_text(encoding="utf-8").splitlines()
    names = [line.rpartition(" ")[0] for line in listed]
    assert head == f"cosmic-ray: {len(listed)} mutants, {len(listed)} caught, 0 survived"
    assert all(line.endswith(" killed") for line in listed)
    assert prepare(tmp_path) == names, "the rules changed: run `make mutation`"
    tried = names[:: len(names) // TRIED]
    # worked cases and thresholds must catch these alone; properties take their time
    assert mutate(tmp_path, tried, drawn=False) == [f"{name} killed" for name in tried]
