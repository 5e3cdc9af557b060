"""Every branch of the rules is walked by their own tests: measured in a process where nothing else helps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = (
    "bad_input",
    "inclusive",
    "return_windows",
    "rules",
    "seed",
    "spread",
    "tables",
    "thresholds",
    "worked_cases",
)
# what is drawn at random adds time here and no branch
LEFT_OUT = "not garbage and not generated and not trying"


@pytest.mark.processes
def test_every_branch_of_the_rules_is_walked(tmp_path: Path) -> None:
    environment = os.environ | {
        "COVERAGE_FILE": str(tmp_path / "coverage"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *arguments],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    quiet = ("-q", "--noconftest", "-p", "no:django", "-p", "no:cacheprovider", "-k", LEFT_OUT)
    files = [str(HERE / f"test_{name}.py") for name in NAMES]
    run("run", "--branch", "--source=tax.rules", "-m", "pytest", *quiet, *files)
    report = run("report", "--fail-under=100", "--show-missing", "--skip-covered")
    assert report.splitlines()[-1].startswith("TOTAL") or "100%" in report
