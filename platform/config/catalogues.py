"""The Chinese catalogues: one .po file a part of the product, merged and compiled at set-up, checked for gaps.

English is the language of the message ids, so it needs no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib

LANGUAGE = "zh_Hans"
_PLURALS = "nplurals=1; plural=0;"
_SKIPPED = {".venv", "var", "tests", "migrations", "simulators", "local", "node_modules"}
_KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_TEMPLATE_CALL = re.compile(
    r"""\b(?:gettext|_|pgettext|ngettext)\(\s*u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
)


def parts(root: Path) -> list[Path]:
    return sorted((root / "locale" / "parts").glob("*.po"))


def merged(root: Path) -> polib.POFile:
    """All parts in one catalogue; a message that two parts say differently is named by `gaps`."""
    whole = polib.POFile()
    whole.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": LANGUAGE,
        "Plural-Forms": _PLURALS,
    }
    known: set[tuple[str, str | None]] = set()
    for path in parts(root):
        for entry in polib.pofile(str(path)):
            key = (entry.msgid, entry.msgctxt)
            if key not in known and not entry.obsolete:
                known.add(key)
                whole.append(entry)
    return whole


def compile_into(root: Path, folder: Path) -> int:
    """Write `<folder>/zh_Hans/LC_MESSAGES/django.mo`. Returns how many messages it holds."""
    whole = merged(root)
    target = folder / LANGUAGE / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    whole.save_as_mofile(str(target / "django.mo"))
    return len(whole)


def gaps(root: Path) -> list[str]:
    """What a person would read in the wrong language: `file: message` for each message without Chinese."""
    known = {entry.msgid for entry in merged(root) if entry.translated() and "fuzzy" not in entry.flags}
    found = {
        f"{path.relative_to(root)}: {message}" for path, message in messages(root) if message not in known
    }
    broken = [f"{path.name}: {fault}" for path in parts(root) for fault in _faults(polib.pofile(str(path)))]
    return sorted(found) + broken + list(_clashes(root))


def _clashes(root: Path) -> Iterator[str]:
    """Messages that two parts say differently: only the first would ever be read, somewhere with the wrong meaning."""
    said: dict[tuple[str, str | None], str] = {}
    for path in parts(root):
        for entry in polib.pofile(str(path)):
            text = entry.msgstr or "".join(entry.msgstr_plural.values())
            first = said.setdefault((entry.msgid, entry.msgctxt), text)
            if entry.msgid and first != text:
                yield f"{path.name}: {entry.msgid!r} is {text!r}, elsewhere {first!r}; tell them apart by a context"


def _faults(catalogue: polib.POFile) -> Iterator[str]:
    """Placeholders that the translation lost or invented."""
    for entry in catalogue:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        wanted = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
        for text in filter(None, texts):
            if not _placeholders(text) <= wanted or (
                not entry.msgid_plural and _placeholders(text) != wanted
            ):
                yield f"{entry.msgid!r} and its translation have other placeholders"


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def messages(root: Path) -> Iterator[tuple[Path, str]]:
    """Every message of the code and the templates."""
    for path in _sources(root, "*.py"):
        for message in _in_python(path):
            yield path, message
    for path in [*_sources(root, "*.html"), *_sources(root, "*.txt")]:
        for message in _in_template(path):
            yield path, message


def _sources(root: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(root.rglob(pattern)):
        if not _SKIPPED & set(path.relative_to(root).parts[:-1]):
            yield path


def _in_python(path: Path) -> Iterator[str]:
    from babel.messages.extract import extract

    with path.open("rb") as source:
        for _, message, _, _ in extract("python", source, keywords=_KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                yield text


def _in_template(path: Path) -> Iterator[str]:
    import ast

    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if "translate" not in text and "trans " not in text:
        return
    for call in _TEMPLATE_CALL.findall(templatize(text)):
        yield ast.literal_eval(call)
