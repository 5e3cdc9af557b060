"""The catalogues: gaps and lost placeholders are named, and what was compiled without gettext can be read."""

from __future__ import annotations

import gettext
from pathlib import Path

import polib
import pytest

from config import catalogues

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Pay now")
_("%(count)s left of {name}")
ngettext("%(n)s parcel", "%(n)s parcels", 2)
pgettext("a month", "May")
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "Your cart" %}</h1>
{% blocktranslate %}Hello {{ who }}{% endblocktranslate %}"""
PLURAL = ("%(n)s parcel", "%(n)s parcels", "%(n)s 个包裹")
CHINESE = {
    "Pay now": "立即付款",
    "%(count)s left of {name}": "{name} 还剩 %(count)s 件",
    "Your cart": "购物车",
    "Hello %(who)s": "你好,%(who)s",
}


class Tree:
    """A small product with its sources and one part of a catalogue."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("shop/views.py", PYTHON)
        self.write("templates/cart.html", TEMPLATE)
        self.write("tests/test_shop.py", '_("said in a test")')
        self.part("shop", CHINESE)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def part(
        self, name: str, words: dict[str, str], *, whole: bool = True, flags: tuple[str, ...] = ()
    ) -> None:
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for said, chinese in words.items():
            catalogue.append(polib.POEntry(msgid=said, msgstr=chinese, flags=list(flags)))
        if whole:
            one, many, chinese = PLURAL
            catalogue.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: chinese}))
            catalogue.append(polib.POEntry(msgctxt="a month", msgid="May", msgstr="五月"))
        path = self.root / "locale" / "parts" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))

    def gaps(self) -> list[str]:
        return catalogues.gaps(self.root)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_a_complete_catalogue_has_no_gap(tree):
    assert tree.gaps() == []


@pytest.mark.parametrize(
    ("lost", "where"), [("Pay now", "shop/views.py"), ("Your cart", "templates/cart.html"),
                        ("Hello %(who)s", "templates/cart.html")],
)  # fmt: skip
def test_a_message_without_chinese_is_named_with_its_file(tree, lost, where):
    tree.part("shop", {said: chinese for said, chinese in CHINESE.items() if said != lost})
    assert tree.gaps() == [f"{where}: {lost}"]
    tree.part("shop", CHINESE | {lost: ""})
    assert tree.gaps() == [f"{where}: {lost}"]


def test_a_guess_counts_as_a_gap(tree):
    tree.part("shop", {"Pay now": "付款?"}, whole=False, flags=("fuzzy",))
    tree.part("other", {said: chinese for said, chinese in CHINESE.items() if said != "Pay now"})
    assert tree.gaps() == ["shop/views.py: Pay now"]


@pytest.mark.parametrize(
    "chinese",
    [
        "还剩 %(count)s 件",
        "{name} 还剩若干件",
        "{name} 还剩 %(count)s 件,共 %(total)s 件",
        "{nome} %(count)s",
    ],
)
def test_a_lost_or_invented_placeholder_is_named(tree, chinese):
    said = "%(count)s left of {name}"
    tree.part("shop", CHINESE | {said: chinese})
    assert tree.gaps() == [f"shop.po: {said!r} and its translation have other placeholders"]


def test_compiled_without_gettext_installed_it_can_be_read(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert catalogues.compile_into(tree.root, tmp_path / "out") == len(CHINESE) + 2
    with (tmp_path / "out" / "zh_Hans" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)
    assert {said: read.gettext(said) for said in CHINESE} == CHINESE
    one, many, chinese = PLURAL
    assert [read.ngettext(one, many, n) for n in (1, 2, 5)] == [chinese] * 3
    assert (read.pgettext("a month", "May"), read.gettext("May")) == ("五月", "May")


def test_the_first_part_that_knows_a_message_wins_and_what_is_struck_out_is_left_out(tree, tmp_path):
    tree.part("zoo", {"Pay now": "付钱", "Only here": "仅此处"}, whole=False)
    path = tree.root / "locale" / "parts" / "zoo.po"
    path.write_text(
        path.read_text(encoding="utf-8") + '\n#~ msgid "Gone"\n#~ msgstr "没了"\n', encoding="utf-8"
    )
    catalogues.compile_into(tree.root, tmp_path / "out")
    found = polib.mofile(str(tmp_path / "out" / "zh_Hans" / "LC_MESSAGES" / "django.mo"))
    told = {entry.msgid: entry.msgstr for entry in found}
    assert (told["Pay now"], told["Only here"], "Gone" in told) == ("立即付款", "仅此处", False)


def test_what_two_parts_say_differently_is_named(tmp_path):
    tree = Tree(tmp_path)
    tree.part("till", {"Pay now": "立即付款"}, whole=False)
    assert tree.gaps() == []
    tree.part("till", {"Pay now": "马上付款"}, whole=False)
    (fault,) = tree.gaps()
    assert fault.startswith("till.po: 'Pay now' is '马上付款', elsewhere '立即付款'")
