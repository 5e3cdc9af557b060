"""Forms as a browser without script sends them: what the page holds, then what a person changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html


def page(response: HttpResponse) -> Any:
    return html.fromstring(response.content.decode())


def fields(response: HttpResponse, action: str = "", place: int = 0) -> dict[str, Any]:
    """The values of the form with that `action` (or id); several of one name make a list."""
    return values(form(response, action, place))


def form(response: HttpResponse, action: str = "", place: int = 0) -> Any:
    """The form with that action or id; without one the page's own: the first that is posted from <main>."""
    forms = page(response).forms
    if action:
        found = [f for f in forms if action in (f.get("action"), f.get("id"))]
    else:
        found = [f for f in forms if f.method == "POST" and f.xpath("ancestor::main")]
    assert found, f"no form {action!r}"
    return found[place]


def values(found: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in found.form_values():
        if value is None:
            continue
        if name in data:
            data[name] = [*data[name], value] if isinstance(data[name], list) else [data[name], value]
        else:
            data[name] = value
    return data


def send(client: Client, response: HttpResponse, action: str = "", /, **changes: Any) -> HttpResponse:
    """Fill in and submit the form of `response`; a change to None takes the field away."""
    found = form(response, action)
    data = values(found) | changes
    target = found.get("action") or response.request["PATH_INFO"]
    kept = {name: value for name, value in data.items() if value is not None}
    return client.post(target, kept) if found.method == "POST" else client.get(target, kept)


def text(response: HttpResponse) -> str:
    """What a person reads, in one line."""
    tree = page(response)
    for node in tree.xpath("//script|//style|//noscript"):
        node.drop_tree()
    return " ".join(tree.text_content().split())
