"""Random documents of the contract, for hypothesis, which shrinks what fails."""

from typing import Any

from hypothesis import strategies as st

Doc = dict[str, Any]


def money(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")


def rate(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most).map(lambda ten_thousandths: f"0.{ten_thousandths:04d}")


amounts = st.sampled_from(["0.5", "0.7", "1", "30", "50", "3"])
contents = st.builds(
    lambda amount, unit: {"amount": amount, "unit": unit, "litres_per_tonne": "988"},
    amounts,
    st.sampled_from(["ml", "litre"]),
)
consumptions = st.one_of(
    st.none(),
    st.builds(lambda r: {"kind": "ad_valorem", "rate": r}, rate(5000)),
    st.builds(lambda s: {"kind": "specific", "specific": s, "per": "tonne"}, money(30000)),
    st.builds(
        lambda r, s: {"kind": "compound", "rate": r, "specific": s, "per": "litre"}, rate(5000), money(500)
    ),
    st.builds(lambda r: {"kind": "high_end_cosmetics", "rate": r}, rate(3000)),
    st.builds(lambda r: {"kind": "high_end_watch", "rate": r}, rate(3000)),
)


@st.composite
def lines(draw: st.DrawFn, name: str, postal: bool) -> Doc:
    rates: Doc = {"vat": draw(rate(1700)), "duty": draw(rate(3000)), "consumption": draw(consumptions)}
    if postal:
        rates["postal_class"] = draw(st.sampled_from("123"))
    line: Doc = {
        "id": name,
        "quantity": draw(st.sampled_from([1, 1, 2, 3, 7])),
        "unit_price": draw(st.one_of(money(200_00), money(3000_00))),
        "rates": rates,
        "content": draw(contents),
    }
    if rates["consumption"] and rates["consumption"]["kind"] == "high_end_watch":
        del line["content"]
    elif postal and draw(st.booleans()):
        line["listed_price"] = draw(money(300_00))
    return line


def fen(text: str) -> int:
    return int(text.replace(".", ""))


@st.composite
def documents(draw: st.DrawFn, regimes: tuple[str, ...] = ("cbec", "general", "postal", "auto")) -> Doc:
    regime = draw(st.sampled_from(regimes))
    names = draw(
        st.lists(st.sampled_from(["1", "2", "10", "a", "B", "é", "货"]), min_size=1, max_size=4, unique=True)
    )
    items = [draw(lines(name, regime in ("postal", "auto"))) for name in names]
    whole = sum(line["quantity"] * fen(line["unit_price"]) for line in items)
    discounts = []
    if draw(st.booleans()):
        discounts.append({"kind": "open", "amount": draw(money(whole // 3))})
    if draw(st.booleans()):
        part = items[: draw(st.integers(1, len(items)))]
        least = min(line["quantity"] * fen(line["unit_price"]) for line in part)
        discounts.append(
            {"kind": "open", "amount": draw(money(least // 3)), "lines": [line["id"] for line in part]}
        )
    if draw(st.booleans()):
        discounts.append({"kind": "points", "amount": draw(money(whole))})
    return {
        "id": "any",
        "regime": regime,
        "date": draw(st.sampled_from(["2016-04-08", "2018-12-31", "2019-01-01", "2025-06-01"])),
        "origin": draw(st.sampled_from(["JP", "HK"])),
        "lines": items,
        "freight": draw(money(40_00)),
        "insurance": draw(money(5_00)),
        "allowance_used": draw(st.sampled_from(["0.00", "19000.00", "25000.00"])),
        "discounts": discounts,
        "policy": {
            "threshold_includes_freight": draw(st.booleans()),
            "round_consumption_before_vat": draw(st.booleans()),
            "small_duty_exempt": draw(st.booleans()),
        },
    }
