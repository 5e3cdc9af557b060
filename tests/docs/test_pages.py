"""The pages say what is there: commands, logins, links, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from demo import logins
from demo.goods import malls
from tests.docs.checkout import ROOT, named, pages

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OURS = ("README.md", "CONTRIBUTING.md", "docs/")
ROOTS = "analytics|catalog|customs|docs|locale|marketing|orders|platform|tax|templates|tests"


def code_blocks(text: str) -> list[list[str]]:
    return [block.strip().splitlines() for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)]


def prose(path: Path) -> str:
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_two_commands_stand_alone_in_a_block_and_in_the_makefile(command):
    assert [command] in code_blocks(README)
    assert re.search(rf"^{command.removeprefix('make ')}:", MAKEFILE, re.M)


def test_every_make_target_that_a_page_names_exists():
    named_targets = {
        target
        for path in pages()
        if named(path).startswith(OURS)
        for target in re.findall(
            r"(?:^|`)(?:PORT=\d+ )?make ([a-z-]+)", path.read_text(encoding="utf-8"), re.M
        )
    }
    assert {"demo", "test", "check", "bench"} <= named_targets
    assert {t for t in named_targets if not re.search(rf"^{t}:", MAKEFILE, re.M)} == set()


def test_the_logins_and_hosts_are_those_of_the_demo():
    for word in (logins.PASSWORD, logins.OPERATOR, logins.SUPPLIER, *logins.SHOPPERS):
        assert f"`{word}`" in README
    for mall in malls():
        assert f"http://{mall.code}.localhost:8000/" in README
        assert mall.name.zh in README and mall.name.en in README


def test_the_settings_named_are_read():
    read = "".join((ROOT / "platform" / "config" / f).read_text() for f in ("settings.py", "environment.py"))
    for name in re.findall(r"^export (\w+)=", README, re.M):
        assert f'"{name}"' in read, name


def test_links_lead_somewhere():
    broken = [
        f"{named(path)}: {target}"
        for path in pages()
        for target in re.findall(r"\]\(([^)#\s]+)\)", prose(path))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_files_named_in_our_pages_exist():
    missing = [
        f"{named(path)}: {target}"
        for path in pages()
        if named(path).startswith(OURS)
        for target in re.findall(rf"`((?:{ROOTS})/[\w./-]*)`", prose(path))
        if not (ROOT / target).exists()
    ]
    assert missing == []


def test_every_page_and_decision_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    wanted = [p.relative_to(docs).as_posix() for p in pages() if docs in p.parents and p.name != "README.md"]
    assert [page for page in wanted if f"({page})" not in index] == []


def test_every_decision_says_what_was_rejected():
    decisions = (ROOT / "docs" / "decisions").glob("*.md")
    assert [p.name for p in decisions if "**Rejected" not in p.read_text(encoding="utf-8")] == []


def test_the_licence_is_apaches_and_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("Apache License")
    for part in ("TERMS AND CONDITIONS", "9. Accepting Warranty", "END OF TERMS AND CONDITIONS", "APPENDIX"):
        assert part in text
    assert "Copyright 2026 The Crossport authors" in text and "[yyyy]" not in text
    assert 'license = { text = "Apache-2.0" }' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_floors_in_contributing_are_those_of_the_contract():
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1].split("\n]")[0]
    floors = [set(re.findall(r"\w+", row)) for row in re.findall(r'^\s*"([^"]+)"', contract, re.M)]
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Floors")[1]
    drawn = [set(re.findall(r"\w+", re.split(r"\s{3,}", row)[0])) for row in code_blocks(text)[0]]
    assert drawn == floors
