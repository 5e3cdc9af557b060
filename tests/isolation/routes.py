"""Every route of the product, as the resolver knows them: both languages, admin and API included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import override

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Route:
    """`key` names it in the table: its name with namespaces, else its pattern. `path`: with <kind:parameter>."""

    key: str
    path: str
    language: str

    def filled(self, values: dict[str, str]) -> str:
        """The address with its parameters filled in. Raises KeyError for a parameter without a value."""
        address = self.path
        while "<" in address:
            head, _, rest = address.partition("<")
            parameter, _, tail = rest.partition(">")
            address = head + values[parameter.rpartition(":")[2]] + tail
        return "/" + address

    @property
    def parameters(self) -> list[str]:
        return [piece.partition(">")[0].rpartition(":")[2] for piece in self.path.split("<")[1:]]


def routes(urlconf: str | None = None) -> list[Route]:
    """Each route once per language that has an address of its own."""
    found: dict[str, Route] = {}
    for language in LANGUAGES:
        with override(language):
            for key, path in _walk(get_resolver(urlconf).url_patterns, "", ""):
                found.setdefault(path, Route(key, path, language))
    return list(found.values())


def _walk(patterns: Any, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + _text(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else path, path)


def _text(pattern: Any) -> str:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RoutePattern):
        return str(pattern._route)
    return str(pattern)
