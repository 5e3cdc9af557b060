"""Reading the fields of a request; what is missing or misshapen is PARAM_ERROR."""

import json
from datetime import datetime
from typing import Any

from simulators.gateway.house import ApiError
from simulators.web.routing import Request

Body = dict[str, Any]


def wrong(message: str) -> ApiError:
    return ApiError(400, "PARAM_ERROR", message)


def body_of(request: Request) -> Body:
    try:
        body = json.loads(request.body)
    except ValueError as problem:
        raise wrong("请求体不是合法的JSON") from problem
    if not isinstance(body, dict):
        raise wrong("请求体不是JSON对象")
    return body


def text(body: Body, name: str, longest: int, *, shortest: int = 1, optional: bool = False) -> str:
    value = body.get(name)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        raise wrong(f"输入源“/body/{name}”映射到值字段“{name}”字符串规则校验失败，长度{shortest}至{longest}")
    return value


def part(body: Body, name: str) -> Body:
    value = body.get(name)
    if not isinstance(value, dict):
        raise wrong(f"缺少必填参数{name}")
    return value


def fen(body: Body, name: str) -> int:
    """A whole number of fen, at least 1; 1.0 and "1" are refused."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(f"{name}须为大于0的整数，单位分")
    return value


def moment(body: Body, name: str) -> float | None:
    """Seconds since the epoch of an RFC 3339 time with its zone."""
    value = text(body, name, 64, optional=True)
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as problem:
        raise wrong(f"{name}须遵循rfc3339标准格式") from problem
    if found.tzinfo is None:
        raise wrong(f"{name}须带时区")
    return found.timestamp()
