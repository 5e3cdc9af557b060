"""The official schema, where this machine has it:

`CEB_SPECS`, else `../shared/specs/ceb-202205` beside the checkout."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
SPECS = Path(os.environ.get("CEB_SPECS") or ROOT.parent / "shared" / "specs" / "ceb-202205")
PRESENT = (SPECS / "xsd" / "import.xsd").is_file()
needs_official = pytest.mark.skipif(
    not PRESENT, reason="the official schema of 202205 is not on this machine (CEB_SPECS)"
)


@cache
def schema(direction: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SPECS / "xsd" / f"{direction}.xsd"))


def accepts(data: bytes, direction: str) -> bool:
    """The official verdict, with the one difference that a DOCTYPE is refused."""
    try:
        tree = etree.fromstring(data).getroottree()
    except (etree.XMLSyntaxError, ValueError):
        return False
    return tree.docinfo.internalDTD is None and schema(direction).validate(tree)
