"""Mutate rates, thresholds and chain on a copy, and list what became of every mutant.

cosmic-ray makes the mutants, `mutants.py` tries them.
`make mutation` writes `tests/tax/mutation.txt` and ends with status 1 where a mutant
survived. `test_mutation.py` keeps the list in step with the code and tries a few of its mutants in every run.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutation.txt")
CONFIG = "tests/tax/mutation.toml"
SESSION = "session.sqlite"
QUICK = tuple(
    f"tests/tax/test_{name}.py"
    for name in (
        *("tables", "worked_cases", "thresholds", "spread", "return_windows", "caps", "rules", "seed"),
        *("bad_input", "inclusive"),
    )
)
DRAWN = ("tests/tax/test_properties.py",)


def copy_to(place: Path) -> None:
    for name in ("tax", "tests/tax"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "tests/__init__.py").touch()
    (place / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")


def run(place: Path, *arguments: str, given: str | None = None) -> str:
    environment = os.environ | {"PYTHONPATH": str(place)}
    # plugins nobody needs here are most of what a run of these tests costs
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        arguments,
        cwd=place,
        env=environment,
        check=True,
        input=given,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


def prepare(place: Path) -> list[str]:
    """Find every mutant of a copy; their names, sorted."""
    copy_to(place)
    run(place, "cosmic-ray", "init", CONFIG, SESSION)
    return sorted(name for name, _ in session(place))


def session(place: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name of every mutant, and what makes it."""
    for text in run(place, "cosmic-ray", "dump", SESSION).splitlines():
        work, _result = json.loads(text)
        (mutation,) = work["mutations"]
        line, column = mutation["start_pos"]
        name = (
            f"{mutation['module_path']}:{line}:{column} {mutation['operator_name']}#{mutation['occurrence']}"
        )
        yield name, mutation | {"job": name}


def mutate(
    place: Path, names: Collection[str] | None = None, *, drawn: bool = True, workers: int = 1
) -> list[str]:
    """Run the tests on every mutant of the session, or those named: `name killed` or `name survived`, sorted.

    The unchanged code goes first: it must pass, and leaves the compiled files that all others load.
    """
    files = [*QUICK, *(DRAWN if drawn else ())]
    assert attempt(place, [None], files) == [False], "the tests fail on the unchanged code"
    wanted = [mutant for name, mutant in session(place) if names is None or name in names]
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(lambda n: attempt(place, wanted[n::workers], files), range(workers)))
    return sorted(
        f"{mutant['job']} {'killed' if caught else 'survived'}"
        for n, part in enumerate(parts)
        for mutant, caught in zip(wanted[n::workers], part, strict=True)
    )


def attempt(place: Path, mutants: Sequence[dict[str, Any] | None], files: list[str]) -> list[bool]:
    """In a process of its own (`mutants.py`): which were caught, in order."""
    asked = json.dumps({"mutants": list(mutants), "files": files})
    said = run(place, sys.executable, "-m", "tests.tax.mutants", given=asked)
    return [json.loads(line)["caught"] for line in said.splitlines()]


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        prepare(place)
        found = mutate(place, workers=os.cpu_count() or 1)
    survivors = [line for line in found if not line.endswith(" killed")]
    head = (
        f"cosmic-ray: {len(found)} mutants, {len(found) - len(survivors)} caught, {len(survivors)} survived"
    )
    LIST.write_text("\n".join([head, *found]) + "\n", encoding="utf-8")
    print(head, *survivors, sep="\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
