"""Why customs refused (回执错误码), who can mend it, and what to do: for people in two languages.

Codes: the 202205 specification, table 7-2, restated in our own words (`tables/refusals.csv`). The remedies
are ours. A code outside the table is still a refusal and goes to an operator.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from customs.rules.types import Mender


class Effect(StrEnum):
    """What the code does to the declaration: nothing, send again as it is, or mend first."""

    NONE = "none"
    RETRY = "retry"
    REFUSED = "refused"


class Cause(StrEnum):
    """What kind of trouble it is; the order's summary and its remedy hang on it."""

    IDENTITY = "identity"
    LIMIT = "limit"
    GOODS = "goods"
    MISMATCH = "mismatch"
    DATA = "data"
    REGISTRATION = "registration"
    SIGNATURE = "signature"
    DUPLICATE = "duplicate"
    STATE = "state"
    TOO_LATE = "too_late"
    SYSTEM = "system"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remedy:
    who: Mender
    effect: Effect
    en: str
    zh: str


REMEDIES = {
    Cause.IDENTITY: Remedy(
        Mender.SHOPPER,
        Effect.REFUSED,
        "Give the orderer's name and ID number again, as on the ID card and in the payment account.",
        "请重新填写订购人姓名和身份证号，须与身份证及支付账户实名信息完全一致。",
    ),
    Cause.LIMIT: Remedy(
        Mender.SHOPPER,
        Effect.REFUSED,
        "The limit is passed: order less, within what is left, or take the refund.",
        "已超出交易限值：请在剩余额度内减少金额重新下单，或申请退款。",
    ),
    Cause.GOODS: Remedy(
        Mender.SUPPLIER,
        Effect.REFUSED,
        "Make HS code, unit, name and record number of the goods agree with the filing, then send again.",
        "请核对商品编码、计量单位、名称及备案序号，与备案一致后重新申报。",
    ),
    Cause.MISMATCH: Remedy(
        Mender.OPERATOR,
        Effect.REFUSED,
        "Compare order, payment, waybill and list, mend the one that differs, then send again.",
        "请核对订单、支付单、运单与清单，修正不一致的单证后重新申报。",
    ),
    Cause.DATA: Remedy(
        Mender.OPERATOR,
        Effect.REFUSED,
        "Mend the field the port names, then send again.",
        "请按口岸提示修正字段后重新申报。",
    ),
    Cause.REGISTRATION: Remedy(
        Mender.OPERATOR,
        Effect.REFUSED,
        "Register the company at this port, or correct its code in the port's settings.",
        "请在该口岸完成企业备案，或在口岸设置中更正企业编码。",
    ),
    Cause.SIGNATURE: Remedy(
        Mender.PLATFORM,
        Effect.REFUSED,
        "Check the signing certificate and its key, then send again.",
        "请检查签名证书及密钥后重新申报。",
    ),
    Cause.DUPLICATE: Remedy(
        Mender.PORT,
        Effect.NONE,
        "The port has this document already: its own receipt follows.",
        "口岸已有该单证，请等待其回执。",
    ),
    Cause.STATE: Remedy(
        Mender.OPERATOR,
        Effect.NONE,
        "The change came too late: the document stands as it was.",
        "单证状态不允许变更，仍以原单证为准。",
    ),
    Cause.TOO_LATE: Remedy(
        Mender.OPERATOR,
        Effect.REFUSED,
        "The list has gone too far to be cancelled: offer a return instead.",
        "清单已进入后续环节，无法撤销，请改走退货流程。",
    ),
    Cause.SYSTEM: Remedy(
        Mender.PORT,
        Effect.RETRY,
        "Trouble at the port: it is sent again by itself.",
        "口岸系统异常，系统将自动重新申报。",
    ),
    Cause.OTHER: Remedy(
        Mender.OPERATOR,
        Effect.REFUSED,
        "Read the port's text, mend what it names, then send again.",
        "请根据口岸回执说明修正后重新申报。",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code of the table, with its remedy."""

    code: str
    cause: Cause
    en: str
    zh: str
    effect: Effect
    who: Mender
    todo_en: str
    todo_zh: str
    desc: str = ""

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en

    def todo(self, language: str) -> str:
        return self.todo_zh if language.lower().startswith("zh") else self.todo_en


#: Words in the text of a rejection (100) that tell its cause, most telling first.
_HINTS = (
    (Cause.LIMIT, ("限值", "额度", "超限", "超额", "年度")),
    (Cause.SIGNATURE, ("验签", "签名", "证书")),
    (Cause.IDENTITY, ("身份", "姓名", "实名", "支付人", "证件")),
    (Cause.GOODS, ("商品编码", "税号", "正面清单", "备案序号", "账册", "禁止", "参数库")),
    (Cause.REGISTRATION, ("企业备案", "未备案", "企业编码", "企业代码")),
    (Cause.MISMATCH, ("不一致", "不符", "比对", "缺少", "未找到", "碰")),
)
#: "Older than what customs holds": the document was passed over.
_OLDER = frozenset({"-301014", "-401012", "-505016", "-800005"})
_CODE_DESC = re.compile(r"\[Code:(?P<code>[^;\]]*);Desc:(?P<desc>[^\]]*)\]")
_NEGATIVE = re.compile(r"-[0-9]{1,9}")


def find(code: str) -> Refusal | None:
    """The refusal a negative code means; None for what is no negative code."""
    if not _NEGATIVE.fullmatch(code):
        return None
    if code in _table():
        return _table()[code]
    return _refusal(code, Cause.OTHER, "Processing exception", "处理异常")


def passes_over(code: str) -> bool:
    """Whether the code says that this document was not taken and what the port holds stands as it was."""
    found = find(code)
    return bool(found and (found.cause is Cause.STATE or code in _OLDER))


def table() -> dict[str, Refusal]:
    """Every code of the table, by code."""
    return dict(_table())


def explain(status: str, info: str) -> Refusal:
    """Why a declaration came back: from the code, or for 100 and unknown codes from the port's own text.

    `desc` is that text, freed of its `[Code:…;Desc:…]` frame.
    """
    found, desc = find(status), describe(info)
    if found is None:
        found = _refusal(status, Cause.OTHER, "Rejected by customs", "海关退单")
    if found.cause in (Cause.OTHER, Cause.DATA):
        found = _refusal(status, _guess(desc) or found.cause, found.en, found.zh)
    return _with_desc(found, desc)


def describe(info: str) -> str:
    """The sentence inside `[Code:1312;Desc:…]`, or the whole text where there is no such frame."""
    framed = _CODE_DESC.search(info)
    return (framed["desc"] if framed else info).strip()


def _guess(desc: str) -> Cause | None:
    return next((cause for cause, words in _HINTS if any(word in desc for word in words)), None)


def _with_desc(refusal: Refusal, desc: str) -> Refusal:
    return _refusal(refusal.code, refusal.cause, refusal.en, refusal.zh, desc)


def _refusal(code: str, cause: Cause, en: str, zh: str, desc: str = "") -> Refusal:
    remedy = REMEDIES[cause]
    return Refusal(code, cause, en, zh, remedy.effect, remedy.who, remedy.en, remedy.zh, desc)


@cache
def _table() -> dict[str, Refusal]:
    text = resources.files(__package__).joinpath("tables", "refusals.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: _refusal(row["code"], Cause(row["cause"]), row["en"], row["zh"]) for row in rows}
