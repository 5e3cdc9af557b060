"""How an order is paid on this device: WeChat's browser calls WeChat, a phone opens an app, a desktop shows a code.

What the shopper chose stays chosen for the order; what was only begun on another device is begun anew on this one.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from orders.payments.gateways.registry import SCENES, offered
from orders.payments.models import Payment
from orders.payments.types import Scene
from orders.selectors.views import OrderPage
from storefront.devices import Device, device
from tenancy.hosts import address_of
from tenancy.scope import current_mall_id
from wechat.account import OfficialAccount
from wechat.authorisation import address_to_ask

OPEN_ID, STATE = "wechat_open_id", "wechat_state"
_CHOSEN = "ways"
_MOST_KEPT = 20
#: In order of liking; the first that the gateway has and the device can use.
_LIKED = {
    Device.WECHAT: (Scene.JSAPI, Scene.QR),
    Device.PHONE: (Scene.WAP, Scene.QR),
    Device.DESKTOP: (Scene.QR, Scene.PAGE),
}
_USABLE = {
    Device.WECHAT: {Scene.JSAPI, Scene.QR, Scene.TRANSFER},
    Device.PHONE: {Scene.WAP, Scene.QR, Scene.TRANSFER},
    Device.DESKTOP: {Scene.QR, Scene.PAGE, Scene.TRANSFER},
}


def usable(request: HttpRequest, name: str) -> list[Scene]:
    """The gateway's scenes that this device can use, in the gateway's order."""
    here = device(request)
    can = _USABLE[here]
    if here is Device.WECHAT and OfficialAccount.of_mall() is None:
        can = can - {Scene.JSAPI}  # nobody can tell us who pays
    return [scene for scene in SCENES[name] if scene in can]


def choose(request: HttpRequest, number: str, way: str) -> None:
    """Remember the way (`gateway-scene`) that was pressed for an order, in the session."""
    kept = {key: value for key, value in request.session.get(_CHOSEN, {}).items() if key != number}
    kept[number] = way
    request.session[_CHOSEN] = dict(list(kept.items())[-_MOST_KEPT:])


def way_of(request: HttpRequest, page: OrderPage) -> tuple[str, str]:
    """(gateway, scene) to pay an order with here; an empty gateway where the mall has none."""
    name, _sign, scene = str(request.session.get(_CHOSEN, {}).get(page.number, "")).partition("-")
    if name in offered() and scene in usable(request, name):
        return name, scene
    begun = next((row.gateway for row in page.payments if row.state == Payment.State.PENDING), "")
    name = begun or next(iter(offered()), "")
    return (name, _natural(request, name)) if name else ("", "")


def _natural(request: HttpRequest, name: str) -> str:
    """Empty where the gateway has nothing for this device: it says so itself."""
    scenes = usable(request, name)
    for scene in (*_LIKED[device(request)], *scenes):
        if scene in scenes:
            return scene.value
    return ""


def open_id(request: HttpRequest) -> str:
    return str(request.session.get(OPEN_ID, ""))


def address_of_wechat(request: HttpRequest) -> str:
    """Where to send a browser that WeChat has not named yet; empty where no account could ask."""
    account = OfficialAccount.of_mall()
    if account is None:
        return ""
    state = get_random_string(24)
    request.session[STATE] = [state, request.get_full_path()]
    back = address_of(current_mall_id(), reverse("storefront:wechat_named"))
    return address_to_ask(account, back=back, state=state)
