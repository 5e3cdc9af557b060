"""The committed list of mutants is that of today's code, all caught; a few of them are tried again in every run."""

from pathlib import Path

import pytest

from tests.tax.mutation import CONFIG, LIST, keep_only, mutate, prepare

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
    keep_only(tmp_path, tried)
    _leave_out_what_is_drawn(tmp_path / CONFIG)
    assert mutate(tmp_path) == [f"{name} killed" for name in tried]


def _leave_out_what_is_drawn(config: Path) -> None:
    """Worked cases and thresholds must catch these alone; properties take their time."""
    text = config.read_text(encoding="utf-8")
    assert " tests/tax/test_properties.py" in text
    config.write_text(text.replace(" tests/tax/test_properties.py", ""), encoding="utf-8")
