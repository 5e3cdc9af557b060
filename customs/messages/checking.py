"""Our own check of a message against its table: accepts and refuses what the official schema of 202205 does.

One walk over the tree. The signature and xsi:type have their own modules; a DOCTYPE is refused while parsing.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from customs.messages import xmldsig
from customs.messages.attributes import check_leaf_attributes, check_no_attributes, check_root_attributes
from customs.messages.findings import Findings, Full, local
from customs.messages.lexical import WHITE
from customs.messages.parsing import CHECK_LIMIT, parse
from customs.messages.structure import Place, Plan, global_plans, plan_of
from customs.messages.tables import BY_ROOT
from customs.messages.types import CEB, Finding, Table


@dataclass(frozen=True)
class Checked:
    """What the check made of some bytes: the tree and its table where there are any, and every finding."""

    root: etree._Element | None
    table: Table | None
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        return not self.findings


def check(data: bytes, *, limit: int = CHECK_LIMIT) -> Checked:
    """The verdict on a message's bytes. Never raises for what is in them."""
    parsed = parse(data, limit=limit)
    if parsed.root is None:
        return Checked(None, None, (parsed.refused,) if parsed.refused else ())
    return check_tree(parsed.root)


def check_tree(root: etree._Element, *, lenient: bool = False) -> Checked:
    """The verdict on a parsed message. `lenient`: an empty optional element counts as absent (receipts)."""
    table = BY_ROOT.get(local(root.tag)) if str(root.tag).startswith(f"{{{CEB}}}") else None
    if table is None:
        name = local(root.tag)[:60]
        return Checked(root, None, (Finding(f"/{name}", "unknown_message", {"name": name}),))
    walk = _Walk(table, lenient)
    try:
        check_root_attributes(root, walk.found)
        walk.group(root, plan_of(table.root))
    except Full:
        pass
    return Checked(root, table, tuple(walk.found.items))


class _Walk:
    def __init__(self, table: Table, lenient: bool) -> None:
        self.table = table
        self.lenient = lenient
        self.found = Findings()
        self.signatures = xmldsig.SignatureWalk(self)

    def group(self, element: etree._Element, plan: Plan) -> None:
        """An element that holds only elements, in the plan's order.

        Its attributes are checked by the caller."""
        found, places, index = self.found, plan.places, plan.index
        at = count = 0
        if element.text and element.text.strip(WHITE):
            found.add(element, "unexpected_text", value=element.text.strip(WHITE)[:40])
        for child in element:
            tail = child.tail
            if tail and tail.strip(WHITE):
                found.add(element, "unexpected_text", value=tail.strip(WHITE)[:40])
            tag = child.tag
            if not isinstance(tag, str):
                continue
            place = places[at] if at < len(places) else None
            if place is not None and tag == place.tag and count < place.high:
                count += 1
            else:
                at, count = self._move(element, child, plan, at, count, index.get(tag))
                if count == 0:
                    continue
                place = places[at]
            if place.check is not None:
                text = child.text
                if not text or len(child) or child.keys() or place.check(text) is not None:
                    self.leaf(child, place)
            elif place.plan is not None:
                if child.keys():
                    check_no_attributes(child, found)
                self.group(child, place.plan)
            else:
                self._opaque(child, place)
        self._missing(element, places, at, count)

    def _move(
        self,
        element: etree._Element,
        child: etree._Element,
        plan: Plan,
        at: int,
        count: int,
        target: int | None,
    ) -> tuple[int, int]:
        """The walk's new place for `child`; count 0 means that the child has no place and is passed over."""
        name = local(child.tag)[:60]
        if target is None or target < at:
            expected = plan.places[at].name if at < len(plan.places) else "nothing"
            self.found.add(child, "unexpected_element", name=name, expected=expected)
            return at, 0
        if target == at:
            self.found.add(child, "too_many", name=name, limit=plan.places[at].high)
            return at, 0
        self._skipped(element, plan.places[at:target], count)
        return target, 1

    def _skipped(self, element: etree._Element, passed: tuple[Place, ...], count: int) -> None:
        for number, place in enumerate(passed):
            if place.low > (count if number == 0 else 0):
                self.found.add(element, "missing_element", f"/{place.name}", name=place.name)

    def _missing(self, element: etree._Element, places: tuple[Place, ...], at: int, count: int) -> None:
        if at < len(places):
            self._skipped(element, places[at:], count)

    def leaf(self, element: etree._Element, place: Place) -> None:
        """A value: no attributes, no children; text around comments counts as one."""
        if element.keys() and not check_leaf_attributes(element, place, self.found):
            return
        text = element.text
        if len(element):
            text = self._joined(element)
        if text is None:
            field = place.field
            if field is not None and (field.fixed is not None or field.default is not None):
                return
            text = ""
        if self.lenient and not text and place.low == 0:
            return
        assert place.check is not None
        refusal = place.check(text)
        if refusal is not None:
            self.found.add(element, refusal[0], "", **refusal[1])

    def _joined(self, element: etree._Element) -> str | None:
        """The text of an element with comments, instructions or, wrongly, elements in it;

        None when it has none."""
        pieces = [element.text]
        for child in element:
            if isinstance(child.tag, str):
                self.found.add(child, "element_in_text", name=local(child.tag)[:60])
            pieces.append(child.tail)
        texts = [piece for piece in pieces if piece is not None]
        return "".join(texts) if texts else None

    def _opaque(self, element: etree._Element, place: Place) -> None:
        if place.opaque == "signature":
            self.signatures.element(element, "SignatureType")
        else:
            xmldsig.check_free(element, self.found)

    def known_global(self, element: etree._Element) -> bool:
        """Our elements inside a signature's free content are held to their own declaration."""
        plan = global_plans(self.table.direction).get(element.tag)
        if plan is None:
            return False
        if plan.name in BY_ROOT:
            check_root_attributes(element, self.found)
        elif element.keys():
            check_no_attributes(element, self.found)
        self.group(element, plan)
        return True
