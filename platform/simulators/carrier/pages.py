"""The carrier's own page: its parcels, newest first."""

from simulators.carrier.company import Company
from simulators.store import Store
from simulators.web.html import cell, shell, table, tag
from simulators.web.routing import Response


def home(store: Store, company: Company) -> Response:
    rows = store.rows("SELECT * FROM waybills ORDER BY id DESC LIMIT 50")
    names = ("等待揽收 waiting", *(mark.says for mark in company.way))
    lines = [
        [
            cell(r["number"]),
            cell(r["order_no"]),
            tag("已取消 cancelled" if r["cancelled"] else names[r["step"] + 1]),
        ]
        for r in rows
    ]
    return shell(
        company.title, table("运单 Waybills", ["运单号 number", "订单 order", "状态 state"], lines), refresh=5
    )
