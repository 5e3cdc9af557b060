"""Mutations of the signature, of xsi attributes and of the free part."""

from __future__ import annotations

import random

from lxml import etree

from customs.messages.types import CEB, DS, XSI
from tests.customs.messages.palette import (
    BASE64,
    DS_NAMES,
    FOREIGN,
    NUMBERS,
    OUR_NAMES,
    TEXTS,
    URIS,
    XSI_TYPES,
)
from tests.customs.messages.picking import Tree, elements, leaf, pick


def signature_node(root: Tree, rng: random.Random) -> Tree:
    nodes = [node for node in elements(root) if node.tag.startswith(f"{{{DS}}}")]
    return rng.choice(nodes) if nodes else pick(root, rng)


def xsi(root: Tree, rng: random.Random) -> None:
    node = rng.choice([pick(root, rng), leaf(root, rng), signature_node(root, rng)])
    name = rng.choice(["type", "type", "type", "nil", "schemaLocation", "noNamespaceSchemaLocation", "other"])
    values = {"type": XSI_TYPES, "nil": ["true", "false", "1", "0", "x", ""]}.get(
        name, ["a b", "a", "", f"{CEB} x.xsd"]
    )
    node.set(f"{{{XSI}}}{name}", rng.choice(values))


def xsi_on_number(root: Tree, rng: random.Random) -> None:
    nodes = [
        node
        for node in elements(root)
        if etree.QName(node).localname
        in ("gnum", "packNo", "Message", "X509Certificate", "KeyName", "X509SerialNumber")
    ]
    if nodes:
        node = rng.choice(nodes)
        node.set(f"{{{XSI}}}type", rng.choice(XSI_TYPES))
        if not len(node) and rng.random() < 0.5:
            node.text = rng.choice(["300", "-129", "40000", "1", "x", *NUMBERS])


def signature_uri(root: Tree, rng: random.Random) -> None:
    nodes = [n for n in elements(root) if n.get("Algorithm") is not None or n.get("URI") is not None]
    if nodes:
        node = rng.choice(nodes)
        node.set(rng.choice(["Algorithm", "URI", "Type", "Id"]), rng.choice([*URIS, "a", "1a", "é"]))


def signature_text(root: Tree, rng: random.Random) -> None:
    node = signature_node(root, rng)
    node.text = rng.choice(BASE64 + TEXTS + NUMBERS[:6])


def signature_child(root: Tree, rng: random.Random) -> None:
    node = signature_node(root, rng)
    node.insert(rng.randint(0, len(node)), grown(rng, 3))


def signature_key(root: Tree, rng: random.Random) -> None:
    """Other things a KeyInfo may hold."""
    info = root.find(f".//{{{DS}}}KeyInfo")
    if info is None:
        return signature_child(root, rng)
    choices: list[tuple[str, list[str]]] = [
        ("KeyValue/RSAKeyValue", ["Modulus", "Exponent"]),
        (
            "KeyValue/DSAKeyValue",
            rng.choice(
                [
                    ["Y"],
                    ["P", "Q", "Y"],
                    ["P", "Y"],
                    ["G", "Y", "J"],
                    ["Y", "Seed", "PgenCounter"],
                    ["Y", "Seed"],
                    ["G"],
                ]
            ),
        ),
        ("X509Data/X509IssuerSerial", ["X509IssuerName", "X509SerialNumber"]),
        ("X509Data", rng.choice([["X509SKI"], ["X509SubjectName", "X509CRL"], []])),
        (
            "PGPData",
            rng.choice(
                [
                    ["PGPKeyID"],
                    ["PGPKeyPacket"],
                    ["PGPKeyID", "PGPKeyPacket"],
                    ["PGPKeyPacket", "PGPKeyID"],
                    [],
                ]
            ),
        ),
        ("SPKIData", rng.choice([["SPKISexp"], ["SPKISexp", "SPKISexp"], []])),
        ("RetrievalMethod/Transforms", ["Transform"]),
        ("MgmtData", []),
    ]
    path, names = rng.choice(choices)
    node = info
    for step in path.split("/"):
        node = etree.SubElement(node, f"{{{DS}}}{step}")
    for name in names:
        etree.SubElement(node, f"{{{DS}}}{name}").text = rng.choice(["AAAA", "12", "", "AQAB", "x"])
    if rng.random() < 0.3:
        node.insert(rng.randint(0, len(node)), grown(rng, 2))
    return None


def grown(rng: random.Random, depth: int) -> Tree:
    """A small random tree of foreign, signature and our own names."""
    tag = rng.choice(
        [
            f"{{{FOREIGN}}}x",
            f"{{{FOREIGN}}}x",
            "bare",
            f"{{{DS}}}{rng.choice(DS_NAMES)}",
            f"{{{CEB}}}{rng.choice(OUR_NAMES)}",
        ]
    )
    node = etree.Element(tag)
    node.text = rng.choice([None, None, "AAAA", "x", " ", "1"])
    if rng.random() < 0.2:
        node.set(
            rng.choice(["Algorithm", "Id", "z", f"{{{XSI}}}type", f"{{{XSI}}}nil"]),
            rng.choice(["urn:a", "a", "xs:string", "true", *XSI_TYPES]),
        )
    for _ in range(rng.randint(0, 2) if depth else 0):
        node.append(grown(rng, depth - 1))
    return node


def extension(root: Tree, rng: random.Random) -> None:
    old = root.find(f"{{{CEB}}}ExtendMessage")
    if old is not None:
        root.remove(old)
    node = etree.Element(f"{{{CEB}}}ExtendMessage")
    for name in rng.choice(
        [["name", "version", "Message"]] * 4 + [["name", "Message"], ["version", "name", "Message"]]
    ):
        etree.SubElement(node, f"{{{CEB}}}{name}").text = None if name == "Message" else "v"
    message = node.find(f"{{{CEB}}}Message")
    if message is not None:
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            message.append(grown(rng, 2))
        message.text = rng.choice([None, " ", "x"]) if rng.random() < 0.3 else None
    seal = root.find(f"{{{DS}}}Signature")
    before = rng.random() < 0.7
    if seal is not None and before:
        seal.addprevious(node)
    elif seal is not None:
        seal.addnext(node)
    else:
        root.append(node)


def subscribe(root: Tree, rng: random.Random) -> None:
    transfer = root.find(f"{{{CEB}}}BaseTransfer")
    if transfer is None:
        return
    for _ in range(rng.choice([1, 2, 5, 6])):
        node = etree.Element(f"{{{CEB}}}BaseSubscribe")
        for name, text in (("status", "ALL"), ("dxpMode", "DXP"), ("dxpAddress", "DXPX")):
            etree.SubElement(node, f"{{{CEB}}}{name}").text = text
        transfer.addnext(node)
