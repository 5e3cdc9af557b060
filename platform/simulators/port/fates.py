"""What is scripted for one order, person or name: the port then does not decide for itself."""

import re
from dataclasses import dataclass

from simulators.port.office import Office
from simulators.port.types import Declared
from simulators.store import Row
from simulators.web.routing import RefusedError

_PLAIN = {"fail", "stall", "silent", "review", "inspect", "manual", "hold", "return", "recall", "ok"}
_LIST_ONLY = {"review", "inspect", "manual", "hold", "return", "recall", "detain"}
_DETAINED = ("501", "502", "503", "599")
PARK = "park"


@dataclass(frozen=True)
class Fate:
    """`word` and what follows it: `reject:1312:text`."""

    id: int
    word: str
    code: str = ""
    text: str = ""

    def plan(self) -> list[str]:
        """The statuses a list still goes through after the port has decided."""
        return {
            "review": ["300", "399", "800", "899"],
            "inspect": ["300", "500", "399", "800", "899"],
            "manual": ["300", PARK],
            "hold": ["300", "500", PARK],
            "detain": ["300", self.code, PARK],
            "return": ["500", "700"],
            "recall": ["399", "800", "700"],
        }[self.word]


def script(office: Office, body: Row) -> Row:
    """A new fate; RefusedError when it names nobody or says nothing known."""
    who = {name: str(body[name]) for name in ("order_no", "id_number", "name") if body.get(name)}
    if not who:
        raise RefusedError("order_no, id_number or name is needed")
    kind, text, times = str(body.get("kind") or "621"), str(body.get("fate") or ""), body.get("times")
    if kind not in ("311", "411", "511", "621", "513", "623", "625", "711"):
        raise RefusedError(f"unknown kind: {kind}")
    if times is not None and (not isinstance(times, int) or times < 1):
        raise RefusedError("times must be a whole number from 1")
    word = read(0, text).word
    if kind != "621" and word in _LIST_ONLY:
        raise RefusedError(f"{word} is for lists only")
    number = office.store.insert("fates", **who, kind=kind, fate=text, times=times)
    return {"id": number, **who, "kind": kind, "fate": text, "times": times}


def read(number: int, text: str) -> Fate:
    word, _, rest = text.partition(":")
    if word in _PLAIN and not rest:
        return Fate(number, word)
    code, _, says = rest.partition(":")
    if word == "detain" and code in _DETAINED and not says:
        return Fate(number, word, code)
    if word == "reject" and code and says:
        return Fate(number, word, code, says)
    if word == "negative" and re.fullmatch(r"-\d{1,9}", code) and says:
        return Fate(number, word, code, says)
    raise RefusedError(f"unknown fate: {text}")


def of(office: Office, paper: Declared) -> Fate | None:
    """The latest fate that fits the order number, the person's ID number or the person's name."""
    prefix = "payer" if paper.kind == "411" else "buyer"
    row = office.store.row(
        "SELECT * FROM fates WHERE kind = ? AND (times IS NULL OR times > 0) "
        "AND (order_no = ? OR id_number = ? OR name = ?) ORDER BY id DESC LIMIT 1",
        paper.kind,
        paper.order_no,
        paper.head.get(f"{prefix}IdNumber"),
        paper.head.get(f"{prefix}Name", paper.head.get("consignee")),
    )
    return read(row["id"], row["fate"]) if row else None


def use_up(office: Office, fate: Fate) -> None:
    office.store.run("UPDATE fates SET times = times - 1 WHERE id = ? AND times IS NOT NULL", fate.id)


def lift(office: Office, paper: Declared) -> None:
    """Take away every fate that holds this document."""
    while fate := of(office, paper):
        office.store.run("DELETE FROM fates WHERE id = ?", fate.id)
