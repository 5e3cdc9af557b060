"""The life of a document: which receipt comes next, and when."""

from simulators.clock import beijing
from simulators.port import bills, fates, questions, quota, receipts
from simulators.port.fates import PARK, Fate
from simulators.port.intake import applications
from simulators.port.matching import Four, first_mismatch
from simulators.port.office import Office
from simulators.port.types import Declared, Verdict, declared
from simulators.store import pack

DECIDE = "decide"
OPENING = {"311": ["2", "3", DECIDE], "411": ["2", "3", DECIDE], "511": ["2", "3", DECIDE]}
OPENING |= {kind: ["2", "3", "120", DECIDE] for kind in applications.KINDS}
OPENING["513"] = ["2", "3", DECIDE]
OPENING["621"] = ["2", "3", "120", DECIDE]
RELEASE = ["399", "800", "899"]
_TEXTS = {
    "1": "电子口岸已暂存",
    "2": "新增申报成功",
    "3": "发送海关成功",
    "120": "海关入库",
    "300": "人工审核",
    "399": "海关审结",
    "500": "查验",
    "501": "扣留移送通关",
    "502": "扣留移送缉私",
    "503": "扣留移送法规",
    "599": "其它扣留",
    "700": "退运",
    "800": "放行",
    "899": "结关",
}
TROUBLE = ("4", "-301013", "-401011", "-505015", "-621003", "-621017", "-623027", "-625110", "-800004")
"""What is not the sender's fault: sending to customs failed, or a system exception. The same message may come again."""
_FALLEN = ("4", "100", "700")


def opening(office: Office, paper: Declared) -> None:
    """A document was taken: its first receipt is due."""
    draft = paper.head["appStatus"] == "1"
    _plan(office, paper, ["1"] if draft else OPENING[paper.kind])


def turn_down(office: Office, paper: Declared, verdict: Verdict) -> None:
    """Answer a document that was not taken."""
    _say(office, paper, verdict.status, verdict.info)


def advance(office: Office, paper: Declared) -> None:
    """The step that is due."""
    fate = fates.of(office, paper)
    step, rest = paper.plan[0], list(paper.plan[1:])
    silenced = fate is not None and (
        fate.word == "silent" or (fate.word == "stall" and step in ("120", DECIDE))
    )
    if silenced or step == PARK:
        _park(office, paper)
    elif step == "3" and fate is not None and fate.word in ("fail", "negative"):
        # The E-port's word, before customs has it: what is stored there has been sent.
        fates.use_up(office, fate)
        _fall(office, paper, fate.code or "4", fate.text or "发送海关失败")
    elif step == DECIDE:
        _decide(office, paper, fate)
    else:
        _reach(office, paper, step, rest)


def resume(office: Office, paper: Declared) -> None:
    """What stalls or is held goes on to its good end."""
    fates.lift(office, paper)
    held = paper.kind == "621" and (not paper.plan or paper.plan[0] == PARK)
    plan = RELEASE if held else list(paper.plan)
    if plan and paper.state == "standing":
        _plan(office, paper, plan, at_once=True)


def retell(office: Office, message: int) -> None:
    """Say again where each document of the message stands: its receipts may have been lost on the way."""
    sql = "SELECT * FROM documents WHERE message_row = ? AND status <> '' ORDER BY id"
    for row in office.store.rows(sql, message):
        receipts.publish(office, declared(row), row["status"], row["info"])


def _decide(office: Office, paper: Declared, fate: Fate | None) -> None:
    if fate and fate.word not in ("ok", "fail", "negative"):
        fates.use_up(office, fate)
        if fate.word == "reject":
            _fall(office, paper, "100", f"[Code:{fate.code};Desc:{fate.text}]")
        else:
            _plan(office, paper, fate.plan())
    elif paper.kind == "621":
        _match(office, paper)
    elif paper.kind in applications.KINDS:
        for order_no in applications.grant(office, paper):
            _wake_list(office, order_no)
        row = office.store.row("SELECT * FROM documents WHERE id = ?", paper.id)
        assert row is not None
        # News of a waybill (513) ends stored at customs; what is applied for ends approved.
        _reach(office, declared(row), "120" if paper.kind == "513" else "399", [])
    else:
        _reach(office, paper, "120", [])
        _wake_list(office, paper.order_no)


def _match(office: Office, paper: Declared) -> None:
    """Waits for the other three; compares the four once they are all in."""
    found = {kind: _stored_at_customs(office, kind, paper.order_no) for kind in ("311", "411", "511")}
    missing = [kind for kind, other in found.items() if other is None]
    timeout = office.settings["match_timeout"]
    since = office.store.value("SELECT created_at FROM documents WHERE id = ?", paper.id)
    if missing and timeout is not None and office.clock() >= since + timeout:
        _fall(office, paper, "100", f"[Code:1300;Desc:四单缺失:{'/'.join(missing)}]")
        return
    if missing:
        _park(office, paper, until=None if timeout is None else since + timeout)
        return
    order, payment, waybill = (other.document for other in found.values() if other)
    if _waits_for_goods(office, paper):
        _park(office, paper)
        return
    mismatch = first_mismatch(Four(order, payment, waybill, paper.document))
    if mismatch:
        _fall(office, paper, "100", mismatch.info)
    else:
        _plan(office, paper, RELEASE)


def _waits_for_goods(office: Office, paper: Declared) -> bool:
    """Direct mail is looked at once it lies in the supervised site, where the port is told to wait for that."""
    if not office.settings["await_stock_in"] or paper.head["tradeMode"] != "9610":
        return False
    return not applications.is_stocked(office, f"{paper.head['logisticsCode']}|{paper.head['logisticsNo']}")


def _stored_at_customs(office: Office, kind: str, order_no: str) -> Declared | None:
    row = office.store.row(
        "SELECT * FROM documents WHERE kind = ? AND order_no = ? AND state = 'standing' "
        "ORDER BY id DESC LIMIT 1",
        kind,
        order_no,
    )
    return declared(row) if row and row["status"] == "120" else None


def _wake_list(office: Office, order_no: str) -> None:
    office.store.run(
        "UPDATE documents SET due_at = ? WHERE order_no = ? AND kind = '621' AND state = 'standing' "
        "AND plan = ?",
        office.clock(),
        order_no,
        pack([DECIDE]),
    )


def _reach(office: Office, paper: Declared, status: str, rest: list[str]) -> None:
    if status == "120" and paper.kind == "621" and not paper.invt_no:
        office.store.run("UPDATE documents SET invt_no = ? WHERE id = ?", _invt_no(office, paper), paper.id)
        row = office.store.row("SELECT * FROM documents WHERE id = ?", paper.id)
        assert row is not None
        paper = declared(row)
    if status in _FALLEN:
        _fall(office, paper, status, _text(paper, status))
        return
    if status == "800":
        quota.use(office, paper.id)
    _say(office, paper, status, _text(paper, status))
    if status == "800":
        bills.make(office, paper)
        questions.perhaps(office, paper.order_no)
    _plan(office, paper, rest)


def _fall(office: Office, paper: Declared, status: str, info: str) -> None:
    """A bad end: the document no longer stands, and the person's allowance is given back."""
    office.store.run(
        "UPDATE documents SET state = 'refused', plan = '[]', due_at = NULL WHERE id = ?", paper.id
    )
    quota.release(office, paper.id)
    if status == "700" and paper.status in ("800", "899"):
        bills.tell(office, paper, "3")
    _say(office, paper, status, info)


def _say(office: Office, paper: Declared, status: str, info: str) -> None:
    office.store.run("UPDATE documents SET status = ?, info = ? WHERE id = ?", status, info, paper.id)
    office.store.insert("history", document=paper.id, status=status, info=info, at=office.clock())
    receipts.publish(office, paper, status, info)


def _plan(office: Office, paper: Declared, plan: list[str], *, at_once: bool = False) -> None:
    due = None
    if plan:
        seconds = 0.0 if at_once else office.step_seconds(plan[0], paper.kind, paper.key, paper.guid)
        due = office.clock() + seconds
    office.store.run("UPDATE documents SET plan = ?, due_at = ? WHERE id = ?", pack(plan), due, paper.id)


def _park(office: Office, paper: Declared, until: float | None = None) -> None:
    office.store.run("UPDATE documents SET due_at = ? WHERE id = ?", until, paper.id)


def _text(paper: Declared, status: str) -> str:
    if paper.kind == "621" and status not in ("1", "2"):
        return f"[Code:{status};Desc:{_TEXTS[status]}]"
    return f"{_TEXTS[status]}[{paper.guid}]"


def _invt_no(office: Office, paper: Declared) -> str:
    """District, year, I, nine digits: 18 characters."""
    district, year = paper.head["customsCode"], f"{beijing(office.clock()):%Y}"
    return f"{district}{year}I{office.store.count('invt_no'):09d}"
