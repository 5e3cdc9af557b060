"""What the port sees, on one page."""

from simulators.port import enterprises, reports
from simulators.port.office import Office
from simulators.store import Row
from simulators.web.html import cell, shell, table, tag
from simulators.web.routing import Response

_GOOD = ("120", "399", "800", "899")
_KINDS = {"311": "订单 Order", "411": "支付单 Payment", "511": "运单 Waybill", "621": "清单 List", "513": "签收 Signed",
          "623": "撤销 Cancellation", "625": "退货 Return", "711": "入库明细单 Stock-in"}  # fmt: skip


def home(office: Office) -> Response:
    papers = reports.declarations(office, last=200)
    body = _counts(office) + _declarations(papers[::-1]) + _messages(office) + _enterprises(office)
    return shell("海关口岸模拟器 · Customs port simulator", body, refresh=5)


def _counts(office: Office) -> str:
    found = reports.stats(office)
    rows = [
        [_KINDS[kind], cell(each["accepted"]), cell(each["refused"]), cell(_by_status(each["by_status"]))]
        for kind, each in found["documents"].items()
    ]
    columns = ["单证 Document", "已受理 Accepted", "未受理 Refused", "回执状态 By status"]
    return table("概况 · Overview", columns, rows)


def _by_status(counts: dict[str, int]) -> str:
    return "  ".join(f"{status or '-'}: {count}" for status, count in sorted(counts.items()))


def _declarations(papers: list[Row]) -> str:
    rows = [
        [
            cell(paper["order_no"]),
            cell(_KINDS[paper["kind"]]),
            tag(paper["status"] or "…", _tone(paper["status"])),
            cell(paper["info"]),
            cell(paper["pre_no"]),
            cell(paper["invt_no"]),
            cell(paper["history"][-1]["at"] if paper["history"] else ""),
        ]
        for paper in papers
    ]
    columns = [
        "订单号 Order no.",
        "单证 Document",
        "状态 Status",
        "回执信息 Receipt",
        "预录入号 preNo",
        "清单号 invtNo",
        "时间 Time",
    ]
    return table("最近申报 · Latest declarations", columns, rows)


def _tone(status: str) -> str:
    if status.startswith("-") or status in ("4", "100", "700", "501", "502", "503", "599"):
        return "bad"
    return "good" if status in _GOOD else ""


def _messages(office: Office) -> str:
    found = office.store.rows(
        "SELECT message_id, kind, arrivals, accepted, outcome FROM messages ORDER BY id DESC LIMIT 50"
    )
    rows = [
        [cell(row[name]) for name in ("message_id", "kind", "arrivals", "accepted", "outcome")]
        for row in found
    ]
    columns = ["报文编号 MessageId", "类型 Type", "到达 Arrivals", "受理单证 Accepted", "结果 Outcome"]
    return table("最近报文 · Latest messages", columns, rows)


def _enterprises(office: Office) -> str:
    rows = [[cell(row["code"]), cell(row["name"])] for row in enterprises.everyone(office.store)]
    return table("备案企业 · Registered companies", ["代码 Code", "名称 Name"], rows)
