"""Verbs of the operator's door."""

from operations.services.opening import open_mall

__all__ = ["open_mall"]
