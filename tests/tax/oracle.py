"""The contract of `quote_tax` counted a second time, by its sentences and in fractions; shares no line with `tax`.

`Oracle(doc).answer()` gives outcome, code, regime, line taxes and what is left of the allowance, all in fen; `Wrong`
where the contract calls the document invalid. It is slow and literal on purpose.
"""

from fractions import Fraction
from typing import Any, NamedTuple

Doc = dict[str, Any]
NEAR = ("HK", "MO", "TW")
GRAMS = {"g": 1, "kg": 1000, "tonne": 1_000_000}
MILLILITRES = {"ml": 1, "litre": 1000}


class Wrong(Exception):
    """The document contradicts itself, or a figure it needs is missing."""


class Row(NamedTuple):
    value: int
    duty: int
    consumption_tax: int
    vat: int
    postal_tax: int


class Told(NamedTuple):
    outcome: str
    regime: str
    code: str = ""
    lines: tuple[Row, ...] = ()
    left: int | None = None


def fen(text: str) -> int:
    return int(Fraction(text) * 100)


def nearest(value: Fraction) -> int:
    """Half up; never negative here."""
    return int(value + Fraction(1, 2))


def share_out(total: int, weights: list[int], ids: list[str]) -> list[int]:
    """Largest remainder, the fen given one by one."""
    shares = [total * weight // sum(weights) for weight in weights]
    waiting = list(range(len(ids)))
    for _ in range(total - sum(shares)):
        best = waiting[0]
        for i in waiting[1:]:
            mine = (Fraction(total * weights[i], sum(weights)) % 1, weights[i])
            his = (Fraction(total * weights[best], sum(weights)) % 1, weights[best])
            if mine > his or (mine == his and ids[i] < ids[best]):
                best = i
        shares[best] += 1
        waiting.remove(best)
    return shares


def held(line: Doc, wanted: str) -> Fraction:
    """What all pieces of a line hold, in the wanted unit."""
    if "content" not in line:
        raise Wrong("content")
    content = line["content"]
    amount, unit = Fraction(content["amount"]) * line["quantity"], content["unit"]
    if unit == wanted:
        return amount
    for family in (GRAMS, MILLILITRES):
        if unit in family and wanted in family:
            return amount * family[unit] / family[wanted]
    if wanted == "tonne" and unit in MILLILITRES and "litres_per_tonne" in content:
        return amount * MILLILITRES[unit] / 1000 / Fraction(content["litres_per_tonne"])
    raise Wrong("content")


class Oracle:
    def __init__(self, doc: Doc) -> None:
        self.doc, self.lines = doc, doc["lines"]
        self.ids = [line["id"] for line in self.lines]
        self.pieces = sum(line["quantity"] for line in self.lines)
        self.amounts = [line["quantity"] * fen(line["unit_price"]) for line in self.lines]
        self.discounts = doc.get("discounts", [])
        self.policy = doc.get("policy", {})
        self.late = doc["date"] >= "2019-01-01"
        for line in self.lines:
            self._complete(line)
        self.charges = self._charges()
        self.opens = self._opens()
        self.values = [a - o + c for a, o, c in zip(self.amounts, self.opens, self.charges, strict=True)]

    def _complete(self, line: Doc) -> None:
        """Content is there, and of a fitting kind, wherever a rate or a listed price counts it."""
        rule = line["rates"].get("consumption") or {"kind": ""}
        if "per" in rule:
            held(line, rule["per"])
        if rule["kind"] == "high_end_cosmetics" and "content" not in line:
            raise Wrong("content")
        if self.doc["regime"] in ("auto", "postal") and "listed_price" in line and "content" not in line:
            raise Wrong("content")

    def _charges(self) -> list[int]:
        total = fen(self.doc.get("freight", "0")) + fen(self.doc.get("insurance", "0"))
        weights = self.amounts if sum(self.amounts) else [line["quantity"] for line in self.lines]
        return share_out(total, weights, self.ids)

    def _opens(self) -> list[int]:
        taken = dict.fromkeys(self.ids, 0)
        amounts = dict(zip(self.ids, self.amounts, strict=True))
        vouchers = 0
        for discount in self.discounts:
            names, amount = discount.get("lines", self.ids), fen(discount["amount"])
            weights = [amounts[name] for name in names]
            if discount["kind"] != "open":
                vouchers += amount
            elif amount > sum(weights):
                raise Wrong("discounts")
            elif amount:
                for name, share in zip(names, share_out(amount, weights, names), strict=True):
                    taken[name] += share
        if vouchers > sum(self.amounts) or any(taken[name] > amounts[name] for name in self.ids):
            raise Wrong("discounts")
        return [taken[name] for name in self.ids]

    def answer(self) -> Told:
        told = {"cbec": self.cbec, "postal": self.postal, "general": self.general}
        if self.doc["regime"] != "auto":
            return told[self.doc["regime"]]()
        first = self.cbec()
        if first.outcome != "refused":
            return first
        if all(self.postal_rate(line) is not None for line in self.lines):
            second = self.postal()
            if second.outcome != "refused":
                return second
        return self.general()

    def cbec(self) -> Told:
        single, annual = (500_000, 2_600_000) if self.late else (200_000, 2_000_000)
        total, used = sum(self.values), fen(self.doc.get("allowance_used", "0"))
        if self.late and used + total > annual:
            return Told("refused", "cbec", "over_annual_limit")
        if self.late and total > single and self.pieces > 1:
            return Told("refused", "cbec", "over_single_limit")
        in_full = total > single or used + total > annual
        share = Fraction(1) if in_full else Fraction("0.7")
        rows = tuple(self.goods(i, in_full, share) for i in range(len(self.lines)))
        return Told("taxed", "cbec", "", rows, max(0, annual - used - total))

    def general(self) -> Told:
        rows = tuple(self.goods(i, True, Fraction(1)) for i in range(len(self.lines)))
        if self.policy.get("small_duty_exempt") and sum(row.duty for row in rows) <= 5000:
            rows = tuple(self.goods(i, False, Fraction(1)) for i in range(len(self.lines)))
        return Told("taxed", "general", "", rows)

    def goods(self, i: int, with_duty: bool, share: Fraction) -> Row:
        rates = self.lines[i]["rates"]
        value = Fraction(self.values[i])
        duty = value * Fraction(rates["duty"]) if with_duty else Fraction(0)
        tax = self.consumption(i, value + duty)
        if self.policy.get("round_consumption_before_vat"):
            tax = Fraction(nearest(tax))
        vat = (value + duty + tax) * Fraction(rates["vat"])
        return Row(self.values[i], nearest(duty), nearest(tax * share), nearest(vat * share), 0)

    def consumption(self, i: int, base: Fraction) -> Fraction:
        line, rule = self.lines[i], self.lines[i]["rates"]["consumption"]
        if rule is None or not self.above_threshold(i, line, rule["kind"]):
            return Fraction(0)
        extra = Fraction(0)
        if "specific" in rule:
            extra = held(line, rule["per"]) * Fraction(rule["specific"]) * 100
        rate = Fraction(rule.get("rate", "0"))
        return (base + extra) / (1 - rate) * rate + extra

    def above_threshold(self, i: int, line: Doc, kind: str) -> bool:
        tested = Fraction(self.values[i])
        if not self.policy.get("threshold_includes_freight", True):
            tested = Fraction(self.amounts[i] - self.opens[i])
        if kind == "high_end_watch":
            return tested / line["quantity"] >= 1_000_000
        if kind == "high_end_cosmetics":
            unit = line.get("content", {}).get("unit", "")
            small = {"litre": "ml", "kg": "g"}.get(unit, unit)
            return tested / held(line, small) >= (1500 if small == "piece" else 1000)
        return True

    def postal_rate(self, line: Doc) -> Fraction | None:
        day, name = self.doc["date"], line["rates"].get("postal_class")
        table = {"1": "0.13", "2": "0.20", "3": "0.50"}
        if day < "2019-04-09":
            table = {"1": "0.15", "2": "0.25", "3": "0.50"}
        if day < "2018-11-01":
            table = {"1": "0.15", "2": "0.30", "3": "0.60"}
        return None if name is None else Fraction(table[name])

    def postal(self) -> Told:
        values = [self.postal_value(i) for i in range(len(self.lines))]
        limit = 80_000 if self.doc.get("origin") in NEAR else 100_000
        if sum(values) > limit and self.pieces > 1:
            return Told("refused", "postal", "over_parcel_limit")
        taxes = []
        for line, value in zip(self.lines, values, strict=True):
            rate = self.postal_rate(line)
            if rate is None:
                raise Wrong("postal_class")
            taxes.append(nearest(value * rate))
        waived = sum(taxes) <= 5000
        rows = (
            Row(nearest(value), 0, 0, 0, 0 if waived else tax)
            for value, tax in zip(values, taxes, strict=True)
        )
        return Told("waived" if waived else "taxed", "postal", "", tuple(rows))

    def postal_value(self, i: int) -> Fraction:
        line, invoice = self.lines[i], Fraction(self.amounts[i] - self.opens[i])
        if "listed_price" not in line:
            return invoice
        listed = fen(line["listed_price"]) * Fraction(line["content"]["amount"]) * line["quantity"]
        return invoice if invoice >= 2 * listed or 2 * invoice <= listed else listed
