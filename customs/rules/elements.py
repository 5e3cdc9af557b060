"""Declaration elements (申报要素, `gmodel`): parts between bars, in the order the tariff line asks for them.

The first two are the kind of brand and the export preference (0 to 4), then what the line names: brand, composition,
specification … At most 510 characters. The order of the rest differs from line to line and is the filing's to know.

The bars, the place of the first two and their codes are general knowledge of the trade, confirmed by no source
(CONFIDENCE): every page that shows them says so, and every sentence that refuses by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from customs.rules.profile import GMODEL_MAX
from customs.rules.types import Finding, Mender, noop

BAR = "|"
CONFIDENCE = "memory"
"""Of the codes below and their places, as in the tables of codes and ports."""
BRAND_KINDS = {
    "0": "无品牌",
    "1": "境内自主品牌",
    "2": "境内收购品牌",
    "3": "境外品牌(贴牌生产)",
    "4": "境外品牌(其它)",
}
PREFERENCES = {
    "0": "出口货物在最终目的国(地区)不享受优惠关税",
    "1": "享受优惠关税",
    "2": "不能确定",
    "3": "进口货物",
}
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Elements:
    """`rest`: brand first, then what the tariff line asks for."""

    brand_kind: str
    preference: str
    rest: tuple[str, ...]

    @property
    def text(self) -> str:
        return BAR.join((self.brand_kind, self.preference, *self.rest))


def meanings(text: str) -> tuple[str, str]:
    """What the first two codes are taken to mean; empty where they are none. As sure as CONFIDENCE."""
    found = parse(text)
    return BRAND_KINDS.get(found.brand_kind, ""), PREFERENCES.get(found.preference, "")


def parse(text: str) -> Elements:
    """Whatever is there; `check` says what is wrong with it."""
    parts = [part.strip() for part in text.split(BAR)]
    parts += [""] * (2 - len(parts))
    return Elements(parts[0], parts[1], tuple(parts[2:]))


def check(text: str, wanted: Sequence[str] = ()) -> list[Finding]:
    """`wanted`: names of what the tariff line asks for after the first two, where they are known."""
    return list(_findings(parse(text), text, wanted))


def _findings(found: Elements, text: str, wanted: Sequence[str]) -> Iterator[Finding]:
    if len(text) > GMODEL_MAX:
        says = noop("The text for customs is longer than %(longest)s characters.")
        yield _finding("elements.long", says, longest=str(GMODEL_MAX))
    if found.brand_kind not in BRAND_KINDS:
        says = noop("The first element is the kind of brand, 0 to 4 (codes not confirmed by a source).")
        yield _finding("elements.brand_kind", says)
    if found.preference not in PREFERENCES:
        says = noop("The second element is the export preference, 0 to 3 (codes not confirmed by a source).")
        yield _finding("elements.preference", says)
    if len(found.rest) < (len(wanted) or _LEAST - 2):
        says = noop("The declaration has %(count)s elements; the tariff line asks for %(wanted)s.")
        yield _finding("elements.few", says, count=str(len(found.rest) + 2),
                       wanted=str((len(wanted) or _LEAST - 2) + 2))  # fmt: skip
    for place, part in enumerate(found.rest):
        if not part:
            name = wanted[place] if place < len(wanted) else str(place + 3)
            yield _finding("elements.empty", noop("The element “%(name)s” is empty."), name=name)


def _finding(code: str, says: str, **values: str) -> Finding:
    return Finding(code, "gmodel", says, Mender.SUPPLIER, values)
