"""Web authorisation (网页授权): who is it that opened our page inside WeChat? Silent, by open id alone.

Source: the published document 网页授权 of the official accounts platform. `snsapi_base` asks nobody anything; the code
it brings is good once, for five minutes.
"""

from __future__ import annotations

from typing import Any

import requests
from wechatpy.exceptions import WeChatOAuthException
from wechatpy.oauth import WeChatOAuth

from wechat.account import OfficialAccount
from wechat.types import WeChatError

_TIMEOUT = (3, 8)


def address_to_ask(account: OfficialAccount, *, back: str, state: str) -> str:
    """Where the browser is sent; it comes back to `back` with `code` and `state`. `back`: a page of the mall's own."""
    return str(_client(account, back, state).authorize_url)


def open_id(account: OfficialAccount, *, code: str) -> str:
    """The open id behind a code. Raises WeChatError."""
    try:
        told = _client(account).fetch_access_token(code)
    except WeChatOAuthException as refused:
        raise WeChatError(str(refused.errcode or ""), str(refused.errmsg or "")) from refused
    except (requests.RequestException, ValueError, KeyError, TypeError) as away:
        raise WeChatError(
            says=type(away).__name__
        ) from away  # the library takes every answer for a whole one
    found = str(told.get("openid") or "")
    if not found:
        raise WeChatError(says="no open id")
    return found


def _client(account: OfficialAccount, back: str = "", state: str = "") -> WeChatOAuth:
    client = WeChatOAuth(account.app_id, account.secret, back, state=state)
    client.API_BASE_URL = f"{account.api}/"
    client.OAUTH_BASE_URL = f"{account.pages}/connect/"
    client._http = _Bounded()
    return client


class _Bounded(requests.Session):
    """The library waits for ever and follows wherever it is sent; nobody should."""

    def request(self, *args: Any, **values: Any) -> requests.Response:
        return super().request(*args, **(values | {"timeout": _TIMEOUT, "allow_redirects": False}))
