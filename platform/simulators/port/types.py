"""Words the desks of the port share."""

import json
from dataclasses import dataclass
from decimal import Decimal

from simulators.port.intake.format import Document, Values
from simulators.store import Row


@dataclass(frozen=True)
class Verdict:
    """Why a document is not taken: a negative `returnStatus` and its text."""

    status: str
    info: str


@dataclass(frozen=True)
class Declared:
    """A document in the port's books."""

    id: int
    kind: str
    order_no: str
    key: str
    guid: str
    app_time: str
    dxp_id: str
    state: str
    status: str
    plan: tuple[str, ...]
    pre_no: str
    invt_no: str
    document: Document

    @property
    def head(self) -> Values:
        return self.document.head

    @property
    def lines(self) -> tuple[Values, ...]:
        return self.document.lines


def declared(row: Row) -> Declared:
    names = (
        "id",
        "kind",
        "order_no",
        "key",
        "guid",
        "app_time",
        "dxp_id",
        "state",
        "status",
        "pre_no",
        "invt_no",
    )
    return Declared(
        **{name: row[name] for name in names},
        plan=tuple(json.loads(row["plan"])),
        document=Document(json.loads(row["head"]), tuple(json.loads(row["lines"]))),
    )


def amount(values: Values, name: str) -> Decimal:
    """A number of the message; absent or empty counts 0."""
    return Decimal(values.get(name, "").strip() or "0")
