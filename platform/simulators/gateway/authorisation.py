"""WeChat's web authorisation (网页授权): a page that sends the browser back with a code, a door that takes the code.

The open id of a browser is kept in a cookie, as the app knows whose phone it is.
"""

from urllib.parse import urlencode, urlsplit

from simulators.gateway.house import House
from simulators.store import Row
from simulators.web.html import shell
from simulators.web.routing import Request, Response, Router, answer

_COOKIE = "simulated_openid"
_CODE_LASTS = 300
_WRONG = "<p>参数错误 · The link is not right</p>"


def add_routes(router: Router, house: House) -> None:
    router.add("GET", "/connect/oauth2/authorize", lambda request: _ask(house, request))
    router.add("GET", "/sns/oauth2/access_token", lambda request: _token(house, request))


def _ask(house: House, request: Request) -> Response:
    """`snsapi_base` asks nobody anything: the browser goes straight back."""
    query, back = request.query, request.query.get("redirect_uri", "")
    fits = query.get("response_type") == "code" and query.get("scope") in ("snsapi_base", "snsapi_userinfo")
    if not fits or _merchant(house, query.get("appid", "")) is None or not _is_web(back):
        return shell("微信 · WeChat", _WRONG, status=400)
    visitor = _visitor(house, request)
    code = house.dice.token("code", house.store.count("code"), visitor)[:32]
    house.store.insert(
        "codes", code=code, appid=query["appid"], openid=_open_id(house, query["appid"], visitor),
        expires_at=house.clock() + _CODE_LASTS,
    )  # fmt: skip
    sign = "&" if urlsplit(back).query else "?"
    to = f"{back}{sign}{urlencode({'code': code, 'state': query.get('state', '')})}"
    return Response(
        status=302, headers={"Location": to, "Set-Cookie": f"{_COOKIE}={visitor}; Path=/; HttpOnly"}
    )


def _token(house: House, request: Request) -> Response:
    query = request.query
    merchant = _merchant(house, query.get("appid", ""))
    if merchant is None or query.get("grant_type") != "authorization_code":
        return answer({"errcode": 40013, "errmsg": "invalid appid"})
    if query.get("secret") != merchant["secret"] or not merchant["secret"]:
        return answer({"errcode": 40125, "errmsg": "invalid appsecret"})
    row = house.store.row(
        "SELECT * FROM codes WHERE code = ? AND appid = ? AND used = 0",
        query.get("code", ""),
        merchant["appid"],
    )
    if row is None or not house.store.run(
        "UPDATE codes SET used = 1 WHERE code = ? AND used = 0", row["code"]
    ):
        return answer({"errcode": 40163, "errmsg": "code been used"})
    if row["expires_at"] <= house.clock():
        return answer({"errcode": 40029, "errmsg": "invalid code"})
    token = house.dice.token("token", row["code"])
    told = {"access_token": token, "refresh_token": f"r{token}", "expires_in": 7200}
    return answer(told | {"openid": row["openid"], "scope": "snsapi_base"})


def _merchant(house: House, appid: str) -> Row | None:
    return house.store.row("SELECT * FROM merchants WHERE appid = ? ORDER BY mchid", appid)


def _visitor(house: House, request: Request) -> str:
    """A known browser keeps its name; a new one is given one."""
    for part in request.headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == _COOKIE and value.isalnum() and len(value) <= 40:
            return value
    return house.dice.token("visitor", house.store.count("visitor"))[:20]


def _open_id(house: House, appid: str, visitor: str) -> str:
    """One person has another open id at every account."""
    return f"o{house.dice.token('openid', appid, visitor)[:27]}"


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://")) and "\r" not in url and "\n" not in url
