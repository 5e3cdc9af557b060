"""Every sentence of the pure packages is translated, with the same named values."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
PURE = ["platform/money", "platform/identifiers", "customs/rules", "orders/lifecycle", "orders/states.py"]
NAMED = re.compile(r"%\((\w+)\)s")


def files() -> list[Path]:
    places = [ROOT / part for part in PURE]
    return [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]


def sentences() -> set[str]:
    calls = [node for file in files() for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    marked = [node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "noop"]
    return {ast.literal_eval(node.args[0]) for node in marked}


def test_the_catalogue_holds_every_sentence_and_nothing_else() -> None:
    with (ROOT / "locale/parts/pure.po").open("rb") as part:
        said = {str(entry.id): str(entry.string) for entry in read_po(part) if entry.id}
    assert set(said) == sentences()
    for english, chinese in said.items():
        assert chinese and not chinese.isascii()
        assert sorted(NAMED.findall(english)) == sorted(NAMED.findall(chinese))


def test_pure_packages_import_no_django() -> None:
    for file in files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                assert not any(name.split(".")[0] == "django" for name in names), file
