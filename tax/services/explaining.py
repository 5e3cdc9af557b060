"""The working of a kept quote: counted again with the rates it was counted with, and held against what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tax.rules.errors import WorkingError
from tax.rules.explain import explain
from tax.rules.rendering import to_document
from tax.rules.replay import replay, unused
from tax.types import Reason


def working(
    *, snapshot: Mapping[str, Any], language: str, labels: Mapping[str, str] | None = None
) -> tuple[Reason, ...]:
    """Steps in `language` (zh… for Chinese, anything else English); `labels`: id of a line -> what to call it.

    Raises WorkingError where the snapshot, counted again, does not come to the figures it holds.
    """
    answer = replay(snapshot)
    if unused(to_document(answer)) != unused(snapshot["answer"]):
        raise WorkingError("the snapshot does not come to its own figures")
    names = labels or {}
    lines = tuple(replace(line, label=names.get(line.id, "")) for line in answer.request.lines)
    steps = explain(replace(answer, request=replace(answer.request, lines=lines)))
    tongue = "zh" if language.lower().startswith("zh") else "en"
    return tuple(Reason(step.rule, step.source, getattr(step, tongue)) for step in steps)
