"""The report on one file, as the command `ceb_check` prints it."""

from __future__ import annotations

from pathlib import Path

from customs.messages.checking import check
from customs.messages.findings import local
from customs.messages.parsing import CHECK_LIMIT
from customs.messages.plausibility import warnings
from customs.messages.types import CEB, Finding
from customs.messages.verifying import verify_tree

Report = dict[str, object]


def report(path: str, language: str = "en") -> Report:
    """Reads at most the cap from the file and judges it; every trouble is in the report, none is raised."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(CHECK_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _unread(path, Finding("", "unreadable", {"reason": reason}), language)
    return {"file": path, **judge(data, language)}


def judge(data: bytes, language: str = "en") -> Report:
    """The same for bytes at hand, without the file."""
    checked = check(data)
    if checked.root is None:
        return _nothing(checked.findings, language)
    root, table = checked.root, checked.table
    verdict = verify_tree(root)
    return {
        "message": local(root.tag)[:60],
        "valid": checked.valid,
        "documents": len(root.findall(f"{{{CEB}}}{table.document.name}")) if table else 0,
        "signature": verdict.judgement,
        "errors": [_line(finding, language) for finding in checked.findings],
        "warnings": [_line(finding, language) for finding in warnings(root, table)] if table else [],
    }


def _unread(path: str, finding: Finding, language: str) -> Report:
    return {"file": path, **_nothing((finding,), language)}


def _nothing(findings: tuple[Finding, ...], language: str) -> Report:
    return {
        "message": None,
        "valid": False,
        "documents": 0,
        "signature": "absent",
        "errors": [_line(finding, language) for finding in findings],
        "warnings": [],
    }


def _line(finding: Finding, language: str) -> dict[str, str]:
    return {"path": finding.path or "/", "rule": finding.rule, "says": finding.says(language)}
