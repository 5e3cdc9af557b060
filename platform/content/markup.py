"""What operators write, as HTML that can do nothing: headings, lists, bold words, links; all else is text.

`## Heading` and `### Heading`, `- item`, `1. item`, `**bold**`, `[words](/address)`; an empty line ends a paragraph.
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(([^()\s]{1,500})\)")
_BOLD = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_LINES = (
    (re.compile(r"^###\s+(.+)$"), "h3"),
    (re.compile(r"^##?\s+(.+)$"), "h2"),
    (re.compile(r"^[-*]\s+(.+)$"), "ul"),
    (re.compile(r"^\d{1,3}[.、)]\s*(.+)$"), "ol"),
)


def html_of(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\x00", "").strip())
    return "\n".join(_block(block) for block in blocks if block.strip())


def plain_of(text: str) -> str:
    """The words alone, for descriptions."""
    bare = _LINK.sub(r"\1", re.sub(r"^(#+|[-*])\s+", "", text, flags=re.MULTILINE))
    return " ".join(_BOLD.sub(r"\1", bare).split())


def safe_link(address: str) -> str:
    """Inside the mall, or another site by http(s), mail or telephone; "" for anything else."""
    address = address.strip()
    if address.startswith(("https://", "http://", "mailto:", "tel:")):
        return address
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else ""


def _block(block: str) -> str:
    made = []
    for tag, lines in groupby(
        (_line(line.strip()) for line in block.split("\n") if line.strip()), lambda p: p[0]
    ):
        words = [_inline(line) for _, line in lines]
        if tag in ("ul", "ol"):
            made.append(f"<{tag}>{''.join(f'<li>{word}</li>' for word in words)}</{tag}>")
        elif tag == "p":
            made.append(f"<p>{'<br>'.join(words)}</p>")
        else:
            made += [f"<{tag}>{word}</{tag}>" for word in words]
    return "\n".join(made)


def _line(line: str) -> tuple[str, str]:
    for pattern, tag in _LINES:
        found = pattern.match(line)
        if found:
            return tag, found[1]
    return "p", line


def _inline(text: str) -> str:
    linked = _LINK.sub(_anchor, escape(text, quote=True))
    return _BOLD.sub(r"<strong>\1</strong>", linked)


def _anchor(found: re.Match[str]) -> str:
    address = safe_link(unescape(found[2]))
    return f'<a href="{escape(address, quote=True)}">{found[1]}</a>' if address else found[1]
