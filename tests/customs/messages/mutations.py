"""Breaks messages in every way we could think of, or only how they are written. Deterministic by seed."""

from __future__ import annotations

import copy
import random
from typing import Any

from lxml import etree

from customs.messages.types import CEB, DS, XSI
from tests.customs.messages import mutations_signature as sealed
from tests.customs.messages.palette import DS_NAMES, FOREIGN, NUMBERS, TEXTS, URIS, XML, XS
from tests.customs.messages.picking import Mutation, Tree, elements, inner, leaf, pick


def drop(root: Tree, rng: random.Random) -> None:
    node = pick(root, rng)
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def double(root: Tree, rng: random.Random) -> None:
    node = pick(root, rng)
    if node is not root:
        node.addnext(copy.deepcopy(node))


def swap(root: Tree, rng: random.Random) -> None:
    parent = inner(root, rng)
    if len(parent) > 1:
        at = rng.randrange(len(parent) - 1)
        parent.insert(at, parent[at + 1])


def move(root: Tree, rng: random.Random) -> None:
    node, target = pick(root, rng), inner(root, rng)
    if node is not root and node not in target.iterancestors() and node is not target:
        target.insert(rng.randint(0, len(target)), node)


def rename(root: Tree, rng: random.Random) -> None:
    node, other = pick(root, rng), pick(root, rng)
    node.tag = rng.choice(
        [
            other.tag,
            f"{{{CEB}}}unknown",
            etree.QName(node).localname,
            f"{{{FOREIGN}}}x",
            f"{{{DS}}}{rng.choice(DS_NAMES)}",
        ]
    )


def add_element(root: Tree, rng: random.Random) -> None:
    target = pick(root, rng)
    tag = rng.choice(
        [
            f"{{{CEB}}}note",
            f"{{{CEB}}}extra",
            "bare",
            f"{{{FOREIGN}}}x",
            f"{{{DS}}}{rng.choice(DS_NAMES)}",
            f"{{{CEB}}}BaseSubscribe",
        ]
    )
    target.insert(rng.randint(0, len(target)), etree.Element(tag))


def set_number(root: Tree, rng: random.Random) -> None:
    leaf(root, rng).text = rng.choice(NUMBERS)


def set_number_on_number(root: Tree, rng: random.Random) -> None:
    wanted = (
        "gnum",
        "qty",
        "price",
        "totalPrice",
        "packNo",
        "weight",
        "netWeight",
        "freight",
        "amountPaid",
        "goodsValue",
        "customsTax",
        "charge",
    )
    nodes = [node for node in elements(root) if etree.QName(node).localname in wanted]
    if nodes:
        rng.choice(nodes).text = rng.choice(NUMBERS)


def set_text(root: Tree, rng: random.Random) -> None:
    leaf(root, rng).text = rng.choice(TEXTS)


def set_length(root: Tree, rng: random.Random) -> None:
    size = rng.choice(
        [
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            8,
            10,
            14,
            17,
            18,
            19,
            20,
            21,
            30,
            31,
            36,
            37,
            50,
            60,
            61,
            100,
            101,
            200,
            250,
            251,
            510,
            511,
            1000,
            1001,
        ]
    )
    leaf(root, rng).text = rng.choice("a中😀 ") * size


def stretch(root: Tree, rng: random.Random) -> None:
    node = leaf(root, rng)
    node.text = (node.text or "") + rng.choice(["x", " ", "中", "\n"]) * rng.choice([1, 1, 2, 1000])


def shorten(root: Tree, rng: random.Random) -> None:
    node = leaf(root, rng)
    node.text = (node.text or "")[:-1]


def text_between(root: Tree, rng: random.Random) -> None:
    node = inner(root, rng)
    child = node[rng.randrange(len(node))]
    text = rng.choice(["x", " ", "\n\t", "\u00a0", "\r", " 中 "])
    if rng.random() < 0.5:
        node.text = (node.text or "") + text
    else:
        child.tail = (child.tail or "") + text


def comment(root: Tree, rng: random.Random) -> None:
    node = pick(root, rng)
    extra = rng.choice([etree.Comment(" c "), etree.ProcessingInstruction("p", "q")])
    extra.tail = rng.choice([None, "x", " ", "1"])
    node.insert(rng.randint(0, len(node)), extra)


def comment_only(root: Tree, rng: random.Random) -> None:
    node = leaf(root, rng)
    text, node.text = node.text or "", None
    extra = etree.Comment("c") if rng.random() < 0.5 else etree.ProcessingInstruction("p")
    node.append(extra)
    extra.tail = rng.choice([None, text])


def attribute(root: Tree, rng: random.Random) -> None:
    node = rng.choice([root, pick(root, rng)])
    name = rng.choice(
        [
            "guid",
            "version",
            "x",
            f"{{{CEB}}}guid",
            f"{{{FOREIGN}}}a",
            f"{{{XML}}}lang",
            f"{{{XML}}}space",
            "Algorithm",
            "Id",
            "URI",
            "Type",
            "Target",
            "MimeType",
            "Encoding",
        ]
    )
    node.set(
        name, rng.choice(["1.0", "", "x" * 36, "x" * 37, "中" * 36, "x" * 10, "x" * 11, "a b", "1a", *URIS])
    )


def drop_attribute(root: Tree, rng: random.Random) -> None:
    nodes = [node for node in elements(root) if node.attrib]
    node = rng.choice(nodes)
    del node.attrib[rng.choice(list(node.attrib))]


def many(root: Tree, rng: random.Random) -> None:
    """Up to and over the ceilings of documents and lines."""
    node = root[0] if rng.random() < 0.5 or len(root[0]) < 2 else root[0][len(root[0]) - 1]
    for _ in range(rng.choice([1, 97, 98, 99, 100])):
        node.addnext(copy.deepcopy(node))


TREE: tuple[Mutation, ...] = (
    drop,
    drop,
    double,
    swap,
    move,
    rename,
    add_element,
    set_number,
    set_number_on_number,
    set_number_on_number,
    set_text,
    set_text,
    set_length,
    set_length,
    stretch,
    shorten,
    text_between,
    comment,
    comment_only,
    attribute,
    attribute,
    drop_attribute,
    sealed.xsi,
    sealed.xsi_on_number,
    sealed.signature_uri,
    sealed.signature_text,
    sealed.signature_child,
    sealed.signature_key,
    sealed.signature_key,
    sealed.extension,
    sealed.extension,
    sealed.subscribe,
    many,
)


def bytes_level(data: bytes, rng: random.Random) -> bytes:
    """Damage and disguises below the level of a tree."""
    kind = rng.randrange(14)
    text = data.decode("utf-8")
    start = text.index("<", 3) if text.startswith("<?xml") else 0
    body = text[start:]
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind == 1:
        return ('<?xml version="1.0" encoding="UTF-16"?>' + body).encode("utf-16")
    if kind == 2:
        return ('<?xml version="1.0" encoding="GB18030"?>' + body).encode("gb18030")
    if kind == 3:
        return ('<?xml version="1.0" encoding="GBK"?>' + body).encode("utf-8")
    if kind == 4:
        return (text[:start] + "<!DOCTYPE x>" + body).encode()
    if kind == 5:
        return data[: rng.randrange(len(data))]
    if kind == 6:
        at = rng.randrange(len(data))
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    if kind == 7:
        return body.replace("ceb:", "q:").replace("xmlns:ceb", "xmlns:q").encode()
    if kind == 8:
        return body.replace(CEB, CEB + rng.choice(["/", "2022", " "]), 1).encode()
    if kind == 9:
        at = body.find(">", rng.randrange(len(body)))
        return (
            body[: at + 1]
            + rng.choice(["<![CDATA[]]>", "<![CDATA[x]]>", "<![CDATA[ ]]>", "&#13;", "&amp;", "&nope;"])
            + body[at + 1 :]
        ).encode()
    if kind == 10:
        return data + rng.choice([b"<!-- c -->", b"<?p q?>", b"x", b"\n", b"<a/>", b"\x00"])
    if kind == 11:
        return (rng.choice(["<!-- c -->", "<?p q?>", " ", '<?xml-model href="x"?>']) + body).encode()
    if kind == 12:
        return body.replace(" xmlns:ceb=", ' xmlns:unused="urn:u" xmlns:ceb=', 1).encode()
    return body.replace("\n", "\r\n").encode()


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to three changes; now and then none but how the bytes are written."""
    root = etree.fromstring(data)
    spaces: Any = {"xsi": XSI, "xs": XS, "ds": DS, "ceb": CEB, **root.nsmap}
    attributes: Any = dict(root.attrib)
    wrapped = etree.Element(root.tag, attributes, nsmap=spaces)
    wrapped.extend(list(root))
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        try:
            rng.choice(TREE)(wrapped, rng)
        except (ValueError, IndexError):
            continue
    out = etree.tostring(wrapped, encoding="UTF-8", xml_declaration=True)
    return bytes_level(out, rng) if rng.random() < 0.15 else out
