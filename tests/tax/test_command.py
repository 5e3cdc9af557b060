"""`manage.py quote_tax` as anybody may call it: a bare environment, no database, lines in and lines out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tax.golden import CASES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.processes
def test_lines_in_lines_out_without_settings_or_database(tmp_path: Path) -> None:
    documents = [case.document | {"id": number} for number, case in CASES.items()]
    texts = [json.dumps(document) for document in documents]
    texts.insert(1, "not json")
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "quote_tax"],
        input=("\n".join(texts) + "\n").encode(),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stderr == b""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(texts)
    assert found[1] == {"id": None, "line": 2, "outcome": "invalid", "error": "not JSON"}
    del found[1]
    assert [answer["id"] for answer in found] == list(CASES)
    for answer, case in zip(found, CASES.values(), strict=True):
        assert case.outcome in (answer["outcome"], answer.get("code"))
        assert answer["why"]
