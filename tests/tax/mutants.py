"""Tries mutants one after another, each in a child of a process that has the test tool loaded already.

Run in a copy by `mutation.py`: a JSON list of mutants comes in, one JSON object a mutant goes out. A child reads the
mutated text in place of its module's file and runs the files of tests one by one, the quick ones first: only what they
let live meets the drawn ones. A child that falls, or uses more processor time than any run of these tests, has killed
its mutant.
"""

import json
import os
import resource
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import hypothesis  # noqa: F401  loaded once, for all children
import pytest
from cosmic_ray.mutating import mutate_code  # type: ignore[import-untyped]
from cosmic_ray.plugins import get_operator  # type: ignore[import-untyped]

QUIET = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:django", "--noconftest"]
SECONDS = 90
KILLED, LIVES = 1, 0


def mutated(mutant: dict[str, Any]) -> str:
    """The module's text with this one change."""
    operator = get_operator(mutant["operator_name"])(**(mutant.get("operator_args") or {}))
    text = mutate_code(
        Path(mutant["module_path"]).read_text(encoding="utf-8"), operator, mutant["occurrence"]
    )
    assert text is not None, mutant
    return text


def read_instead(path: Path, text: str) -> None:
    """From now on importing `path` gives `text`; every other module comes from its compiled file."""
    usual = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if Path(self.get_filename(fullname)) == path:
            return compile(text, str(path), "exec")
        return usual(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]
    sys.dont_write_bytecode = True


def outcome(files: list[str]) -> int:
    """Do the tests see it?"""
    return LIVES if all(pytest.main([*QUIET, name]) == 0 for name in files) else KILLED


def tried(mutant: dict[str, Any] | None, files: list[str]) -> bool:
    """Was it caught? `None`: the unchanged code, which must pass."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        if mutant is not None:
            read_instead(Path(mutant["module_path"]).resolve(), mutated(mutant))
        os._exit(outcome(files))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def main() -> None:
    asked = json.loads(sys.stdin.read())
    for mutant in asked["mutants"]:
        caught = tried(mutant, asked["files"])
        print(json.dumps({"job": mutant and mutant["job"], "caught": caught}), flush=True)


if __name__ == "__main__":
    main()
