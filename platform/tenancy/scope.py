"""The mall that every query runs in, and the actor who asks.

The scope is a context variable: it follows a request, a task and async code, and it ends with its `with`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tenancy.actors import Actor
from tenancy.errors import NoMall

__all__ = ["Actor", "Scope", "current", "current_actor", "current_mall_id", "in_mall", "mall_id_or_none"]


@dataclass(frozen=True, slots=True)
class Scope:
    mall_id: int
    actor: Actor | None


_scope: ContextVar[Scope | None] = ContextVar("crossport_scope", default=None)


def current() -> Scope:
    """The open scope. Raises NoMall outside of one."""
    scope = _scope.get()
    if scope is None:
        raise NoMall("No mall is open here: wrap the work in `with in_mall(mall_id, actor=…)`.")
    return scope


def current_mall_id() -> int:
    return current().mall_id


def mall_id_or_none() -> int | None:
    scope = _scope.get()
    return None if scope is None else scope.mall_id


def current_actor() -> Actor | None:
    """The actor, or None: whoever gets None shows nothing that belongs to somebody."""
    scope = _scope.get()
    return None if scope is None else scope.actor


@contextmanager
def in_mall(mall_id: int, *, actor: Actor | None = None) -> Iterator[Scope]:
    """Open a mall. Inside a running transaction of another mall its first statement raises MallChanged."""
    token = _scope.set(Scope(mall_id, actor))
    try:
        yield _scope.get()  # type: ignore[misc]
    finally:
        _scope.reset(token)
