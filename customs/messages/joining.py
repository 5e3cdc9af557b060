"""Several documents, one message: unsigned messages as `build` wrote them are laid together without writing them anew.

A document's bytes stay what they were, so that a file can be put together again, byte for byte, from its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from customs.messages.building import MOST_DOCUMENTS

_MESSAGE = re.compile(
    rb'(?s)(<\?xml [^>]*\?>\n<ceb:(CEB\d{3})Message [^>]*?guid=")[^"]{36}("[^>]*>)(.+?)(<ceb:BaseTransfer>.+)'
)


@dataclass(frozen=True, slots=True)
class Joined:
    """`before` + the documents + `after`."""

    before: bytes
    documents: tuple[bytes, ...] = field(repr=False)
    after: bytes

    @property
    def xml(self) -> bytes:
        return self.before + b"".join(self.documents) + self.after


def document_of(xml: bytes) -> bytes:
    """The business node of an unsigned message of one document. ValueError where `build` did not write it."""
    return _parts(xml)[4]


def join(messages: Sequence[bytes], guid: str) -> Joined:
    """One unsigned message of all their documents, under `guid`, from the sender of the last.

    ValueError for none, more than a file may hold, or messages of different kinds.
    """
    if not 1 <= len(messages) <= MOST_DOCUMENTS:
        raise ValueError(f"a file holds 1 to {MOST_DOCUMENTS} documents, not {len(messages)}")
    parts = [_parts(xml) for xml in messages]
    if len({part[2] for part in parts}) != 1:
        raise ValueError("a file holds documents of one kind")
    last = parts[-1]
    return Joined(last[1] + guid.encode() + last[3], tuple(part[4] for part in parts), last[5])


def _parts(xml: bytes) -> re.Match[bytes]:
    found = _MESSAGE.fullmatch(xml)
    if found is None:
        raise ValueError("this is no unsigned message of ours")
    return found
