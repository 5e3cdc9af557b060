"""Our verdict against the official schema's, on messages broken and disguised in every way.

Small by default; CEB_MUTATIONS=20000 for a large run. Without the official schema the same mutated messages
are checked, read and reported: nothing may crash, and reading and checking must agree.
"""

from __future__ import annotations

import os
import random
from functools import cache

import pytest

from customs.messages import TABLES, ReadRefused, check, read
from customs.messages.reporting import judge
from customs.messages.tables import BY_ROOT
from tests.customs.messages import samples
from tests.customs.messages.mutations import mutate
from tests.customs.messages.official import SPECS, accepts, needs_official

COUNT = int(os.environ.get("CEB_MUTATIONS", "1500"))
SEED = int(os.environ.get("CEB_SEED", "20250601"))


@cache
def bases() -> list[tuple[str, bytes]]:
    rng = random.Random(SEED)
    kinds = sorted(TABLES)
    return [(kind, samples.message(kind, rng, signed=signed)) for kind in kinds for signed in (None, True)]


def mutated(number: int) -> tuple[str, bytes]:
    rng = random.Random(SEED * 1_000_003 + number)
    kind, data = rng.choice(bases())
    return kind, mutate(data, rng)


def _agrees(kind: str, data: bytes) -> tuple[bool, bool]:
    """(our verdict, theirs); a root of another kind is not ours to judge, and we refuse it."""
    ours = check(data)
    if ours.root is not None and ours.table is None:
        assert [finding.rule for finding in ours.findings] == ["unknown_message"]
        return False, False
    table = ours.table or TABLES[kind]
    return ours.valid, accepts(data, table.direction)


@needs_official
def test_verdicts_equal_the_official_schema() -> None:
    counts = {True: 0, False: 0}
    for number in range(COUNT):
        kind, data = mutated(number)
        ours, theirs = _agrees(kind, data)
        assert ours == theirs, f"mutation {number} of {kind}: ours {ours}, official {theirs}\n{data[:4000]!r}"
        counts[ours] += 1
    # Both verdicts must really occur, or the comparison proves nothing.
    assert counts[True] > COUNT // 10
    assert counts[False] > COUNT // 3


@needs_official
def test_the_comparison_notices_a_wrong_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with one rule of ours bent, the comparison fails."""
    monkeypatch.setattr("customs.messages.checking._Walk._missing", lambda *_: None)
    assert any(a != b for a, b in (_agrees(*mutated(number)) for number in range(300)))


@needs_official
def test_official_samples_mutated() -> None:
    files = sorted((SPECS / "samples").glob("*.xml"))
    for number in range(COUNT // 10):
        rng = random.Random(SEED + number)
        path = rng.choice(files)
        data = mutate(path.read_bytes(), rng)
        kind = path.name[3:6]
        ours, theirs = _agrees(kind, data)
        assert ours == theirs, f"{path.name}, mutation {number}"


def test_mutated_messages_never_crash_and_reading_agrees_with_checking() -> None:
    for number in range(COUNT):
        _, data = mutated(number)
        valid = check(data).valid
        assert judge(data)["valid"] is valid
        try:
            message = read(data)
        except ReadRefused as error:
            assert error.findings
            assert not valid, f"mutation {number} is valid but was not read"
        else:
            assert f"CEB{message.kind}Message" in BY_ROOT
