import pytest

from customs.rules import refusals
from customs.rules.refusals import REMEDIES, Cause, Effect
from customs.rules.types import Mender


@pytest.mark.parametrize(
    ("status", "cause", "effect", "who"),
    [
        ("-621005", Cause.LIMIT, Effect.REFUSED, Mender.SHOPPER),
        ("-621018", Cause.LIMIT, Effect.REFUSED, Mender.SHOPPER),
        ("-621028", Cause.SIGNATURE, Effect.REFUSED, Mender.PLATFORM),
        ("-621004", Cause.DUPLICATE, Effect.NONE, Mender.PORT),
        ("-301014", Cause.DUPLICATE, Effect.NONE, Mender.PORT),
        ("-621017", Cause.SYSTEM, Effect.RETRY, Mender.PORT),
        ("-10102", Cause.REGISTRATION, Effect.REFUSED, Mender.OPERATOR),
        ("-625033", Cause.DUPLICATE, Effect.NONE, Mender.PORT),
        ("-623006", Cause.DUPLICATE, Effect.NONE, Mender.PORT),
        ("-625206", Cause.DUPLICATE, Effect.NONE, Mender.PORT),
        ("-625203", Cause.SYSTEM, Effect.RETRY, Mender.PORT),
        ("-623005", Cause.TOO_LATE, Effect.REFUSED, Mender.OPERATOR),
        ("-625011", Cause.GOODS, Effect.REFUSED, Mender.SUPPLIER),
        ("-987654", Cause.OTHER, Effect.REFUSED, Mender.OPERATOR),
    ],
)
def test_a_code_names_cause_effect_and_who(status: str, cause: Cause, effect: Effect, who: Mender) -> None:
    found = refusals.find(status)
    assert found is not None
    assert (found.cause, found.effect, found.who) == (cause, effect, who)


@pytest.mark.parametrize("status", ["100", "800", "", "-", "-1x", "- 1", "−301010"])
def test_what_is_no_negative_code_is_none(status: str) -> None:
    assert refusals.find(status) is None


@pytest.mark.parametrize(
    ("status", "info", "cause", "desc"),
    [
        ("100", "[Code:1312;Desc:订购人身份信息与支付人不符]", Cause.IDENTITY, "订购人身份信息与支付人不符"),
        ("100", "[Code:1800;Desc:超过年度限值]", Cause.LIMIT, "超过年度限值"),
        ("100", "订单与清单商品不一致", Cause.MISMATCH, "订单与清单商品不一致"),
        ("100", "[Code:1;Desc:商品编码不在正面清单]", Cause.GOODS, "商品编码不在正面清单"),
        ("100", "", Cause.OTHER, ""),
        ("-301008", "验签失败", Cause.SIGNATURE, "验签失败"),
        ("-301008", "orderNo 为空", Cause.DATA, "orderNo 为空"),
        ("-621005", "身份", Cause.LIMIT, "身份"),
    ],
)
def test_the_text_of_the_port_tells_the_cause_where_the_code_does_not(
    status: str, info: str, cause: Cause, desc: str
) -> None:
    found = refusals.explain(status, info)
    assert (found.code, found.cause, found.desc) == (status, cause, desc)
    assert found.todo("en") == REMEDIES[cause].en
    assert found.todo("zh-hans") == REMEDIES[cause].zh


def test_every_cause_has_a_remedy_in_both_languages() -> None:
    assert set(REMEDIES) == set(Cause)
    for remedy in REMEDIES.values():
        assert remedy.en.isascii() and not remedy.zh.isascii()


def test_every_row_of_the_table_speaks_both_languages() -> None:
    rows = refusals._table()
    assert len(rows) == 159
    assert all(row.en.isascii() and not row.zh.isascii() for row in rows.values())
