"""Mutate rates, thresholds and chain on a copy, and list what became of every mutant.

`make mutation` (about an hour of one core) writes `tests/tax/mutation.txt` and ends with status 1 where a mutant
survived. `test_mutation.py` keeps the list in step with the code and tries a few of its mutants in every run.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutation.txt")
CONFIG = "tests/tax/mutation.toml"
SESSION = "session.sqlite"


def copy_to(place: Path) -> None:
    for name in ("tax", "tests/tax"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "tests/__init__.py").touch()
    (place / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")


def run(place: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    # plugins nobody needs here are most of what a run of these tests costs
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        arguments, cwd=place, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout


def prepare(place: Path) -> list[str]:
    """Find every mutant of a copy; their names, sorted."""
    copy_to(place)
    run(place, "cosmic-ray", "init", CONFIG, SESSION)
    return sorted(name for name, _, _ in session(place))


def session(place: Path) -> Iterator[tuple[str, str, str]]:
    """Name, job and outcome of every mutant."""
    for text in run(place, "cosmic-ray", "dump", SESSION).splitlines():
        work, result = json.loads(text)
        (mutation,) = work["mutations"]
        line, column = mutation["start_pos"]
        name = (
            f"{mutation['module_path']}:{line}:{column} {mutation['operator_name']}#{mutation['occurrence']}"
        )
        yield name, work["job_id"], result["test_outcome"] if result else "not run"


def keep_only(place: Path, names: Collection[str]) -> None:
    """Forget all other mutants of the session."""
    others = [(job,) for name, job, _ in session(place) if name not in names]
    with closing(sqlite3.connect(place / SESSION)) as base, base:
        base.executemany("DELETE FROM mutation_specs WHERE job_id = ?", others)
        base.executemany("DELETE FROM work_items WHERE job_id = ?", others)


def mutate(place: Path) -> list[str]:
    """Run the tests on every mutant of the session: `name outcome`, sorted."""
    run(place, "cosmic-ray", "baseline", CONFIG)
    run(place, "cosmic-ray", "exec", CONFIG, SESSION)
    return sorted(f"{name} {outcome}" for name, _, outcome in session(place))


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        prepare(place)
        found = mutate(place)
    survivors = [line for line in found if not line.endswith(" killed")]
    head = (
        f"cosmic-ray: {len(found)} mutants, {len(found) - len(survivors)} caught, {len(survivors)} survived"
    )
    LIST.write_text("\n".join([head, *found]) + "\n", encoding="utf-8")
    print(head, *survivors, sep="\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
