"""The two commands, as the contract has them."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.customs.messages import samples
from tests.customs.messages.test_rewriting import plain


def checked(*paths: object) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("ceb_check", *map(str, paths), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


class Output:
    """Standard output with bytes underneath."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()


def test_one_object_a_file(tmp_path: Path) -> None:
    good, bad, missing = tmp_path / "good 文.xml", tmp_path / "bad.xml", tmp_path / "none.xml"
    good.write_bytes(samples.message("622", random.Random(1), documents=3))
    bad.write_bytes(b"junk")
    first, second, third, fourth = checked(good, bad, missing, tmp_path)
    assert first == {
        "file": str(good),
        "message": "CEB622Message",
        "valid": True,
        "documents": 3,
        "signature": "absent",
        "errors": [],
        "warnings": [],
    }
    assert (second["message"], second["valid"], second["documents"]) == (None, False, 0)
    assert [report["errors"][0]["rule"] for report in (second, third, fourth)] == [
        "not_well_formed",
        "unreadable",
        "unreadable",
    ]
    assert all(set(error) == {"path", "rule", "says"} for error in second["errors"])


def test_signature_has_no_part_in_valid(tmp_path: Path) -> None:
    path = tmp_path / "m.xml"
    data = samples.message("311", random.Random(1), signed=True)
    for written, verdict in (
        (data, "valid"),
        (data.replace(b"<ceb:appType>", b"<!--c--><?p?><ceb:appType>", 1), "invalid"),
    ):
        path.write_bytes(written)
        (report,) = checked(path)
        assert (report["valid"], report["signature"], report["documents"]) == (True, verdict, 1)


def test_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "empty.xml"
    path.write_bytes(b"")
    assert checked(path)[0]["errors"][0]["says"] == "The file is empty."
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert checked(path)[0]["errors"][0]["says"] == "文件为空。"


def test_rewrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.xml"
    data = samples.message("621", random.Random(1))
    path.write_bytes(data)
    output = Output()
    monkeypatch.setattr(sys, "stdout", output)
    call_command("ceb_rewrite", str(path))
    assert plain(output.buffer.getvalue()) == plain(data)
    assert path.read_bytes() == data


def test_rewrite_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.xml"
    path.write_bytes(samples.message("621", random.Random(1), signed=False))
    output, errors = Output(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(SystemExit) as stopped:
        call_command("ceb_rewrite", str(path), stderr=errors)
    assert stopped.value.code == 1
    assert output.buffer.getvalue() == b""
    assert errors.getvalue() == "/CEB621Message/Signature: Signature is missing.\n"
    with pytest.raises(SystemExit):
        call_command("ceb_rewrite", str(tmp_path / "none.xml"), stderr=errors)
