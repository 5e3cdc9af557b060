"""Bytes to tree, for bytes nobody vouches for: capped, no DOCTYPE, no entities, no network, no huge nodes."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from customs.messages.types import Finding

CHECK_LIMIT = 32 * 1024 * 1024
READ_LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Parsed:
    """The root, or why there is none."""

    root: etree._Element | None
    refused: Finding | None = None


def parse(data: bytes, *, limit: int = CHECK_LIMIT) -> Parsed:
    """A tree without document type; everything else is a finding with its reason."""
    if len(data) > limit:
        return _refused("too_large", limit=limit)
    if not data.strip():
        return _refused("empty")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (
            _refused("doctype") if _looks_typed(data) else _refused("not_well_formed", reason=_reason(error))
        )
    except (ValueError, LookupError, MemoryError) as error:
        return _refused("not_well_formed", reason=_reason(error))
    # Any DOCTYPE makes an internal subset, an empty one at least.
    if root.getroottree().docinfo.internalDTD is not None:
        return _refused("doctype")
    return Parsed(root)


def _refused(rule: str, **facts: object) -> Parsed:
    return Parsed(None, Finding("", rule, facts))


def _reason(error: Exception) -> str:
    return (str(error).split(", line")[0] or type(error).__name__)[:200].rstrip(".")


def _looks_typed(data: bytes) -> bool:
    """Only for a better reason: the file is refused either way."""
    return b"<!DOCTYPE" in data[:4096].replace(b"\x00", b"")
