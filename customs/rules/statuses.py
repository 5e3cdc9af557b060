"""The port's answers (回执状态 returnStatus) and a state that receipts can only move forward.

Source: the 202205 specification, per-table text. The rank is ours: receipts arrive late, twice and out of
order, so the furthest one decides, not the last one. Negative codes stand in `refusals`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from customs.rules import refusals
from customs.rules.phases import Phase


@dataclass(frozen=True, slots=True)
class Status:
    """One code. `rank`: how far it is; `terminal`: nothing more is awaited; `shopper_*`: for shoppers."""

    code: str
    rank: int
    phase: Phase
    en: str
    zh: str
    shopper_en: str
    shopper_zh: str
    terminal: bool = False

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en

    def for_shopper(self, language: str) -> str:
        return self.shopper_zh if language.lower().startswith("zh") else self.shopper_en


_SENT = ("Declared to customs", "申报中")
_UNDER_REVIEW = ("Under review by customs", "海关审核中")
_INSPECTED = ("Being inspected by customs", "海关查验中")
_DETAINED = ("Held by customs", "海关暂扣中")
_REFUSED = ("Returned by customs, being put right", "海关退单，处理中")
_RELEASED = ("Released by customs", "海关已放行")

# 4 (sending failed) stands below 3: the E-port tries again. 500 stands above 399, whichever came first: what
# is inspected stays so for people until it is released. 100 stands above every review, for it ends them, and
# below 800: a port that released has changed its mind. 700 is above all: the goods are gone.
_ROWS = (
    Status("1", 10, Phase.DECLARING, "Saved at the E-port", "电子口岸已暂存", *_SENT),
    Status("2", 20, Phase.DECLARED, "Declaring at the E-port", "电子口岸申报中", *_SENT),
    Status("4", 25, Phase.DECLARED, "Sending to customs failed", "发送海关失败", *_SENT),
    Status("3", 30, Phase.DECLARED, "Sent to customs", "发送海关成功", *_SENT),
    Status("120", 40, Phase.ACCEPTED, "Stored at customs", "海关入库", *_UNDER_REVIEW),
    Status("300", 50, Phase.ACCEPTED, "Manual review", "人工审核", *_UNDER_REVIEW),
    Status("399", 55, Phase.ACCEPTED, "Approved", "海关审结", *_UNDER_REVIEW),
    Status("500", 60, Phase.INSPECTING, "Inspection", "查验", *_INSPECTED),
    Status("501", 81, Phase.INSPECTING, "Detained: handed to clearance", "扣留移送通关", *_DETAINED),
    Status("502", 82, Phase.INSPECTING, "Detained: handed to anti-smuggling", "扣留移送缉私", *_DETAINED),
    Status("503", 83, Phase.INSPECTING, "Detained: handed to the legal office", "扣留移送法规", *_DETAINED),
    Status("599", 84, Phase.INSPECTING, "Detained: other", "其它扣留", *_DETAINED),
    Status("100", 90, Phase.REJECTED, "Rejected by customs", "海关退单", *_REFUSED, terminal=True),
    Status("800", 100, Phase.RELEASED, "Released", "放行", *_RELEASED),
    Status("899", 110, Phase.RELEASED, "Closed", "结关", *_RELEASED, terminal=True),
    Status("700", 120, Phase.RETURNED, "Returned abroad", "退运", "Returned abroad", "已退运", terminal=True),
)
TABLE = {row.code: row for row in _ROWS}
REFUSED_RANK = 88
#: Document kind → the code that ends it well.
GOOD_END = {"311": "120", "411": "120", "511": "120", "513": "120", "621": "800", "623": "399", "625": "399",
            "711": "399"}  # fmt: skip


_APPLICATIONS = frozenset({"623", "625", "711"})
_AGREED = REFUSED_RANK + 1
"""Of an application 399 is the end: customs agreed, whatever the E-port said of its own trouble on the way."""
HAPPENED = frozenset({"800", "899", "700"})
"""What customs did with the goods: true by whichever attempt it was done."""


def find(code: str) -> Status | None:
    """The row of `code`, a made-up one for a refusal, None for what has no effect or is unknown."""
    if code in TABLE:
        return TABLE[code]
    refusal = refusals.find(code)
    if refusal is None or refusal.effect is refusals.Effect.NONE:
        return None
    if refusal.effect is refusals.Effect.RETRY:
        return Status(code, 25, Phase.DECLARED, refusal.en, refusal.zh, *_SENT)
    return Status(code, REFUSED_RANK, Phase.REJECTED, refusal.en, refusal.zh, *_REFUSED, terminal=True)


@dataclass(frozen=True, slots=True)
class ClearanceState:
    """What the receipts of one attempt say together.

    `status` is the furthest code (empty: none yet) and `returned_at` when the port first said it. Receipts
    up to `after` belong to an earlier attempt and are passed over. `strange` keeps codes outside the table.
    """

    status: str = ""
    returned_at: datetime | None = None
    after: datetime | None = None
    strange: frozenset[str] = field(default_factory=frozenset)

    @property
    def phase(self) -> Phase:
        row = find(self.status)
        return row.phase if row else Phase.DECLARING

    def ended_well(self, kind: str) -> bool:
        """Whether a document of `kind` (311, 411, …, 621) got what it was sent for."""
        if self.phase in (Phase.REJECTED, Phase.RETURNED):
            return False
        return _furthest(self.status) >= _furthest(GOOD_END[kind])

    @property
    def terminal(self) -> bool:
        row = find(self.status)
        return bool(row and row.terminal)

    @property
    def refused(self) -> bool:
        return self.phase is Phase.REJECTED


def apply_status(
    current: ClearanceState, status: str, returned_at: datetime, kind: str = ""
) -> ClearanceState:
    """Add one receipt of a document of `kind`. Any order and any repetition of the same end in the same state."""
    if current.after is not None and returned_at <= current.after:
        return current
    row = find(status)
    if row is None:
        if refusals.find(status):
            return current
        return replace(current, strange=current.strange | {status})
    if status == current.status and current.returned_at is not None:
        return replace(current, returned_at=min(current.returned_at, returned_at))
    if _furthest(status, kind) > _furthest(current.status, kind):
        return replace(current, status=status, returned_at=returned_at)
    return current


def begin_again(current: ClearanceState, after: datetime | None = None) -> ClearanceState:
    """A fresh attempt after a refusal (appType 2, or a new document). Raises ValueError unless refused.

    `after` is the port's time of the last receipt of the old attempt, by default of its refusal; where the
    port names the guid it answers, the caller tells attempts apart by it and need not rely on times.
    """
    if not current.refused:
        raise ValueError(f"status {current.status!r} is no refusal: nothing to send again")
    return ClearanceState(after=after or current.returned_at)


def _furthest(code: str, kind: str = "") -> tuple[int, str]:
    row = find(code)
    if code == "399" and kind in _APPLICATIONS:
        return (_AGREED, code)
    return (row.rank, code) if row else (0, "")
