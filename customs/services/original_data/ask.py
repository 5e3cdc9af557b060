"""Customs asks for the original payment data of an order (platDataOpen): noted at once, answered by the round."""

from __future__ import annotations

import html
import json
from datetime import datetime, timedelta
from typing import Any

from customs.models import DataRequest
from customs.services.original_data.answer import is_set_up
from orders.models import Package

OK, FAILED = "10000", "20000"
ANSWER_WITHIN = timedelta(minutes=5)
_LONGEST = 4096


def receive_request(*, text: str, now: datetime) -> dict[str, Any]:
    """`openReq` as it came; what to answer. The same session is noted once; nothing is told but that it was heard.

    A mall that could not answer says so at once.
    """
    asked = _read(text)
    if asked is None:
        return _said(FAILED, "openReq", now)
    order_no, session, at = asked
    if not is_set_up():
        # Whoever says 10000 promises an answer within the limit.
        return _said(FAILED, "not ready", now)
    if not Package.objects.filter(number=order_no, order__paid_at__isnull=False).exists():
        return _said(FAILED, "orderNo", now)
    DataRequest.objects.bulk_create(
        [
            DataRequest(
                session=session,
                order_no=order_no,
                service_time=at,
                received_at=now,
                due_at=now + ANSWER_WITHIN,
            )
        ],
        ignore_conflicts=True,
    )
    return _said(OK, "", now)


def _read(text: str) -> tuple[str, str, int] | None:
    """Order number, session, time. Some senders escape the JSON as HTML, or put slashes before its quotes."""
    if len(text) > _LONGEST:
        return None
    for form in (text, html.unescape(text), text.replace('\\"', '"')):
        try:
            found = json.loads(form)
        except (ValueError, RecursionError):
            continue
        if not isinstance(found, dict):
            return None
        order_no, session, at = (found.get(name) for name in ("orderNo", "sessionID", "serviceTime"))
        if not isinstance(order_no, str) or not isinstance(session, str) or not 0 < len(session) <= 64:
            return None
        if "\x00" in order_no + session or not str(at).isascii() or not str(at).isdigit():
            return None
        return order_no[:60], session, int(str(at)[:15])
    return None


def _said(code: str, message: str, now: datetime) -> dict[str, Any]:
    return {"code": code, "message": message, "serviceTime": int(now.timestamp() * 1000)}
