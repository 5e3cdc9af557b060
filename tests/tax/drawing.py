"""Seeded documents of the whole contract, drawn near its edges: ties, thresholds, limits, dates of change."""

import random
from typing import Any

Doc = dict[str, Any]
DAYS = (
    *("2016-04-08", "2016-09-30", "2016-10-01", "2018-10-31", "2018-11-01", "2018-12-31"),
    *("2019-01-01", "2019-04-08", "2019-04-09", "2024-12-01", "2025-06-01", "2026-02-02"),
)
IDS = ("1", "2", "10", "9", "a", "B", "é", "货", "z", "01")
UNITS = ("ml", "g", "litre", "kg", "piece")
AMOUNTS = {"litre": ("0.7", "0.5", "1"), "kg": ("1", "0.03", "0.9"), "piece": ("1", "10", "3")}
SMALL = ("30", "50", "33.3", "7")


def yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


class Dice(random.Random):
    """Draws a whole document."""

    def rate(self, *usual: str) -> str:
        return self.choice((*usual, "0", f"0.{self.randrange(10_000):04d}"))

    def price(self) -> str:
        kind = self.random()
        if kind < 0.08:
            return "0.00"
        if kind < 0.4:
            return self.choice(("100.00", "10.00", "15.00", "33.33", "0.01", "300.00", "299.99", "2000.00"))
        if kind < 0.5:
            return self.choice(("5000.00", "5000.01", "10000.00", "9999.99", "1000.00", "800.00", "26000.00"))
        return yuan(self.randrange(self.choice((1_000, 50_000, 400_000))))

    def content(self, kind: str, per: str) -> Doc | None:
        fits = {
            "litre": ("ml", "litre"),
            "tonne": ("ml", "litre", "g", "kg"),
            "kg": ("g", "kg"),
            "piece": ("piece",),
        }
        units = fits.get(per, UNITS) if self.random() < 0.97 else UNITS
        if (kind == "high_end_watch" or not kind) and self.random() < 0.7:
            return None
        if self.random() < 0.02:
            return None
        unit = self.choice(units)
        found: Doc = {"amount": self.choice(AMOUNTS.get(unit, SMALL)), "unit": unit}
        if self.random() < 0.9:
            found["litres_per_tonne"] = self.choice(("988", "1000", 988, "962.5"))
        return found

    def consumption(self) -> Doc | None:
        kind = self.choice(
            (
                *("", "", "ad_valorem", "specific", "compound"),
                *("high_end_cosmetics", "high_end_cosmetics", "high_end_watch"),
            )
        )
        if not kind:
            return None
        rule: Doc = {"kind": kind}
        if kind != "specific":
            rule["rate"] = self.rate("0.15", "0.10", "0.20", "0.56")
        if kind in ("specific", "compound"):
            rule["specific"] = self.choice(("0.912", "250", "220.5", "0", "0.0333333", "1"))
            rule["per"] = self.choice(("litre", "kg", "tonne", "piece"))
        return rule

    def line(self, name: str, regime: str) -> Doc:
        rule = self.consumption() if regime != "postal" or self.random() < 0.3 else None
        rates: Doc = {}
        if regime != "postal" or rule or self.random() < 0.3:
            rates = {
                "vat": self.rate("0.13", "0.09", "0.17"),
                "duty": self.rate("0.1", "0.14", "1.5"),
                "consumption": rule,
            }
        if regime == "postal" or (regime == "auto" and self.random() < 0.9) or self.random() < 0.1:
            rates["postal_class"] = self.choice("123")
        found: Doc = {
            "id": name,
            "quantity": self.choice((1, 1, 1, 2, 3, 7, 99)),
            "unit_price": self.price(),
            "rates": rates,
        }
        content = self.content(rule["kind"] if rule else "", rule.get("per", "") if rule else "")
        if content and rule and rule["kind"] == "high_end_watch":
            content = {"amount": "1", "unit": "piece"}
        if content:
            found["content"] = content
        if content and regime in ("postal", "auto") and self.random() < 0.5:
            found["listed_price"] = self.choice((found["unit_price"], "200.00", "0.00", self.price()))
        return found

    def discount(self, lines: list[Doc]) -> Doc:
        found: Doc = {"kind": self.choice(("open", "open", "open", "coupon", "points"))}
        names = [line["id"] for line in lines]
        if self.random() < 0.5:
            names = found["lines"] = self.sample(names, self.randint(1, len(names)))
        most = sum(
            round(float(line["unit_price"]) * 100) * line["quantity"] for line in lines if line["id"] in names
        )
        share = self.choice((0.1, 0.3, 0.5, 1.0))
        amount = self.choice((int(most * share), most, self.randrange(int(most * share) + 1), most + 1))
        return found | {"amount": yuan(min(amount, most) if self.random() < 0.95 else amount)}

    def document(self) -> Doc:
        regime = self.choice(("cbec", "cbec", "postal", "general", "auto"))
        names = self.sample(IDS, self.choice((1, 1, 2, 3, 3, 5, 9)))
        lines = [self.line(name, regime) for name in names]
        if len(lines) > 1 and self.random() < 0.3:
            for line in lines[1:]:
                line["unit_price"], line["quantity"] = lines[0]["unit_price"], lines[0]["quantity"]
        found: Doc = {"id": "d", "regime": regime, "date": self.choice(DAYS), "lines": lines}
        if self.random() < 0.6:
            found["freight"] = self.choice(("0.01", "20.00", "0.00", yuan(self.randrange(10_000))))
        if self.random() < 0.3:
            found["insurance"] = self.choice(("0.01", "1.00", yuan(self.randrange(1_000))))
        if self.random() < 0.5:
            found["origin"] = self.choice(("JP", "HK", "MO", "TW", "CN"))
        if self.random() < 0.5:
            found["allowance_used"] = self.choice(("0.00", "25000.00", "26000.00", "19999.99", "21000.00"))
        if self.random() < 0.5:
            found["discounts"] = [self.discount(lines) for _ in range(self.choice((1, 1, 2, 3)))]
        if self.random() < 0.4:
            names_of = ("threshold_includes_freight", "round_consumption_before_vat", "small_duty_exempt")
            found["policy"] = {name: self.random() < 0.5 for name in names_of if self.random() < 0.6}
        return found
