"""Values and errors of WeChat's own protocols."""

from __future__ import annotations


class WeChatError(Exception):
    """WeChat said no, or nothing: `code` is its own error code, empty where nobody answered."""

    def __init__(self, code: str = "", says: str = "") -> None:
        super().__init__(f"{code}: {says}" if code else says)
        self.code = code
