"""The Chinese e-label (中文电子标签) and the specification list of a product."""

from decimal import Decimal

from demo.goods.countries import COUNTRIES
from demo.goods.tables import Table
from demo.goods.types import Brand, Text

UNITS: dict[str, Text] = {
    "ml": Text("毫升", "ml"),
    "g": Text("克", "g"),
    "litre": Text("升", "L"),
    "kg": Text("千克", "kg"),
    "piece": Text("件", "pcs"),
}
COUNTERS: dict[str, Text] = {
    "mask": Text("片", "sheets"),
    "nappy": Text("片", "pieces"),
    "capsule": Text("粒", "capsules"),
    "fishoil": Text("粒", "softgels"),
    "blocks": Text("块", "blocks"),
    "sneaker": Text("双", "pair"),
    "earring": Text("对", "pair"),
    "cutlery": Text("件", "pieces"),
    "stroller": Text("辆", ""),
}


def plain(amount: Decimal) -> str:
    """A number without trailing noughts: 30, 0.75."""
    return f"{amount.normalize():f}"


def content_text(kind: str, unit: str, amount: Decimal) -> Text:
    """How much one sold unit holds, in words."""
    word = COUNTERS.get(kind, UNITS[unit])
    return Text(f"{plain(amount)}{word.zh}", f"{plain(amount)} {word.en}".strip())


def shelf_life(months: int | None) -> Text:
    """Shelf life in words; goods that do not expire say so."""
    if not months:
        return Text("无特定保质期", "Does not expire")
    if months >= 120:
        return Text(
            f"{months // 12}年（适饮期因存放条件而异）", f"{months // 12} years, depending on storage"
        )
    return Text(f"{months}个月，效期至见包装喷码", f"{months} months; best before date is on the pack")


def _text(pair: list[str]) -> Text:
    return Text(pair[0], pair[1])


def elabel(
    *, row: Table, kind: Table, family: Table, brand: Brand, origin: str, content: Text, months: int | None
) -> tuple[tuple[Text, Text], ...]:
    """The label in its customary order; each row is a heading and its text, in both languages."""
    name, made = row["name"], row["made"]
    return (
        (Text("名称", "Name"), Text(f"{brand.name.zh}{name[0]}", f"{brand.name.en} {name[1]}")),
        (Text("原产国", "Country of origin"), COUNTRIES[origin]),
        (_text(family["made"]), _text(made)),
        (Text("规格", "Content"), content),
        (Text("用法", "Directions"), _text(row.get("use") or kind["use"])),
        (Text("储存", "Storage"), _text(row.get("keep") or family["keep"])),
        (Text("保质期", "Shelf life"), shelf_life(months)),
        (Text("警示", "Warning"), _text(row.get("warn") or family["warn"])),
    )


def specs(
    *, row: Table, brand: Brand, origin: str, content: Text, months: int | None
) -> tuple[tuple[Text, Text], ...]:
    """Brand, origin and content first, then what the product says of itself."""
    own = tuple((Text(line[0], line[1]), Text(line[2], line[3])) for line in row["specs"])
    common: tuple[tuple[Text, Text], ...] = (
        (Text("品牌", "Brand"), Text(f"{brand.name.zh} {brand.name.en}", brand.name.en)),
        (Text("原产国", "Country of origin"), COUNTRIES[origin]),
    )
    if content.zh[1:2].isdigit() or content.zh[0] != "1":  # "1件" tells nobody anything
        common += ((Text("规格", "Content"), content),)
    life = ((Text("保质期", "Shelf life"), shelf_life(months)),) if months and months < 120 else ()
    return (*common, *own, *life)
