"""The notice a buyer of goods from abroad confirms before ordering (跨境商品消费者告知书).

Source of the duty: 商财发〔2018〕486号: standards of origin and their risk, no Chinese label but
an electronic one, personal use only. A changed text is a new version; orders keep theirs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

VERSION = "2025-1"

_TEXTS = {
    "zh-hans": (
        "您购买的跨境商品直接来自境外，执行原产地有关质量、安全、卫生、环保、标识等标准，可能与我国标准存在差异，由此产生的风险由您自行承担。",
        "商品直接购自境外，可能没有中文标签；您可在商品页查看中文电子标签。",
        "商品仅限您个人自用，不得再次销售。",
        "请填写订购人本人的真实姓名和身份证号，并用本人的支付账户付款；海关可能核实订购人信息。",
        "跨境商品单次交易限值为人民币 5,000 元，个人年度交易限值为人民币 26,000 元。",
    ),
    "en": (
        (
            "Goods bought across the border come from abroad and follow the standards of their place of"
            " origin for quality, safety, hygiene, environment and labelling. These may differ from Chinese"
            " standards; you bear the risk of that."
        ),
        (
            "The goods may carry no Chinese label. You can read the Chinese electronic label on the product"
            " page."
        ),
        "The goods are for your own use only and must not be sold on.",
        (
            "Give the real name and ID number of the person who orders, and pay from that person's own"
            " account; customs may verify them."
        ),
        "One cross-border transaction may hold 5,000 yuan, and one person may buy 26,000 yuan a year.",
    ),
}


@dataclass(frozen=True, slots=True)
class BuyersNotice:
    """What is shown and confirmed; `text_hash` proves which words."""

    version: str
    points: tuple[str, ...]
    text_hash: str


def buyers_notice(language: str) -> BuyersNotice:
    """The notice in force, Chinese unless `language` is English."""
    points = _TEXTS["en" if language.startswith("en") else "zh-hans"]
    return BuyersNotice(VERSION, points, _hash(points))


def is_current(version: str, text_hash: str) -> bool:
    """Whether these are the words in force, in either language."""
    return version == VERSION and text_hash in {_hash(points) for points in _TEXTS.values()}


def _hash(points: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join((VERSION, *points)).encode()).hexdigest()
