"""Products from their TOML rows, completed by their kind and family; the tests check them, not this."""

from decimal import Decimal
from functools import cache

from demo.goods import labels
from demo.goods.numbers import company_code, ean13
from demo.goods.tables import Table, merged, rows, table
from demo.goods.types import Attribute, Brand, Category, Look, Product, Sku, Supplier, Text, Trade, Warehouse

MALLS = {"HB": "harbor", "PL": "polar", "MD": "meridian"}
GRAM = Decimal("0.001")


@cache
def brands() -> dict[str, Brand]:
    return {
        code: Brand(code=code, name=Text(zh, en), origin=origin, story=Text(story_zh, story_en))
        for code, (zh, en, origin, story_zh, story_en) in table("brands").items()
    }


@cache
def categories() -> tuple[Category, ...]:
    """All categories of all malls, a parent always before its children."""
    return tuple(
        Category(mall=mall, code=code, name=Text(*name))
        for mall, tree in table("places")["category"].items()
        for code, name in tree.items()
    )


@cache
def attributes() -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            mall=row["mall"],
            category=row["category"],
            code=row["code"],
            name=Text(*row["name"]),
            values=tuple(Text(*value) for value in row["values"]),
        )
        for row in table("attributes")["attribute"]
    )


def attribute(mall: str, code: str) -> Attribute:
    """Raises KeyError."""
    return {(one.mall, one.code): one for one in attributes()}[mall, code]


@cache
def suppliers() -> tuple[Supplier, ...]:
    return tuple(
        Supplier(
            code=row["code"],
            mall=row["mall"],
            name=Text(*row["name"]),
            company_code=company_code(row["region"], row["body"]),
            customs_code=row["customs"],
            city=Text(*row["city"]),
            about=Text(*row["about"]),
        )
        for row in table("places")["supplier"]
    )


@cache
def warehouses() -> tuple[Warehouse, ...]:
    return tuple(
        Warehouse(
            code=row["code"],
            mall=row["mall"],
            name=Text(*row["name"]),
            kind=row["kind"],
            mode=row["mode"],
            country=row["country"],
            port=row["port"],
            days=(row["days"][0], row["days"][1]),
        )
        for row in table("places")["warehouse"]
    )


@cache
def products() -> tuple[Product, ...]:
    """All products, mall by mall, in the order of their codes."""
    order = list(MALLS)
    found = (_product(row) for row in rows("products_", "product"))
    return tuple(sorted(found, key=lambda one: (order.index(one.code[:2]), one.code)))


@cache
def _by_code() -> dict[str, Product]:
    return {one.code: one for one in products()}


def product(code: str) -> Product:
    """The product with this code. Raises KeyError."""
    return _by_code()[code]


def _product(row: Table) -> Product:
    kind = merged("kinds_")[row["kind"]]
    family = table("families")[kind["family"]]
    brand = brands()[row["brand"]]
    origin = row.get("origin", brand.origin)
    months = row.get("months", kind.get("months", family["months"])) or None
    trade = _trade(row, kind, brand)
    skus = tuple(_sku(row, kind, trade, place) for place in range(len(row["skus"])))
    content = _content(row, kind, skus[0])
    house = next(one for one in warehouses() if one.code == row["warehouse"])
    look = row.get("look", [])
    return Product(
        code=row["code"],
        mall=MALLS[row["code"][:2]],
        kind=row["kind"],
        category=row.get("category", kind["category"]),
        brand=brand,
        name=Text(*row["name"]),
        title=Text(*row["title"]),
        description=Text(*row["text"]),
        points=tuple(Text(*point) for point in row["points"]),
        specs=labels.specs(row=row, brand=brand, origin=origin, content=content, months=months),
        elabel=labels.elabel(
            row=row, kind=kind, family=family, brand=brand, origin=origin, content=content, months=months
        ),
        origin=origin,
        trade=trade,
        skus=skus,
        attributes=tuple(row.get("attributes", ())),
        supplier=row["supplier"],
        warehouse=house.code,
        mode=house.mode,
        expiry_months=months,
        tags=tuple(row.get("tags", ())),
        look=Look(*[*look, *kind["look"][len(look) :]]),
    )


def _content(row: Table, kind: Table, sku: Sku) -> Text:
    """What the first choice holds: as the choice says it when the choice is a size, else counted."""
    is_a_size = "option" not in row and "attributes" not in row
    if is_a_size and (kind["content"] != "piece" or sku.content > 1):
        return sku.options[0][1]
    return labels.content_text(row["kind"], kind["content"], sku.content)


def _trade(row: Table, kind: Table, brand: Brand) -> Trade:
    hs10: str = row.get("hs") or kind["hs"]
    first, second = table("units")[hs10]
    made = row["made"][0].rstrip("。")
    # Declaration elements (申报要素): brand type 4 = foreign brand, 3 = preference does not apply to imports.
    gmodel = f"4|3|{kind['purpose']}|{made}|{brand.name.zh}牌|{row['skus'][0][0]}"[:510]
    return Trade(
        hs10=hs10,
        declared_name=row.get("declared") or kind["declared"],
        gmodel=gmodel,
        unit=kind["unit"],
        unit1=first,
        unit2=second or None,
        content_unit=kind["content"],
    )


def _sku(row: Table, kind: Table, trade: Trade, place: int) -> Sku:
    """A row of `skus`: option zh, option en, price, stock, content."""
    zh, en, price, stock, content = row["skus"][place]
    amount = Decimal(str(content))
    net = (amount * Decimal(row.get("kg") or kind["kg"])).quantize(GRAM)
    gross = (net * Decimal("1.03") + Decimal(kind["tare"])).quantize(GRAM)
    prefix, _, number = row["code"].partition("-")
    digit = list(MALLS).index(prefix) + 1
    return Sku(
        code=f"{row['code']}-{place + 1:02d}",
        barcode=ean13(f"2{digit}{int(number):07d}{place + 1:03d}"),
        options=_options(row, zh, en),
        price=Decimal(price),
        stock=stock,
        content=amount,
        net_kg=net,
        gross_kg=gross,
        factor1=_factor(trade.unit1, amount, net, kind["content"]),
        factor2=_factor(trade.unit2, amount, net, kind["content"]) if trade.unit2 else None,
    )


def _options(row: Table, zh: str, en: str) -> tuple[tuple[Text, Text], ...]:
    """One property and its value, or one of each attribute: `白色 / M` of colour and size. Raises ValueError."""
    if "attributes" not in row:
        return ((Text(*row.get("option", ["规格", "Size"])), Text(zh, en)),)
    named = [attribute(MALLS[row["code"][:2]], code) for code in row["attributes"]]
    said = [Text(*pair) for pair in zip(zh.split(" / "), en.split(" / "), strict=True)]
    for one, value in zip(named, said, strict=True):
        if value not in one.values:
            raise ValueError(f"{row['code']}: {value} is no value of {one.code}")
    return tuple(zip((one.name for one in named), said, strict=True))


def _factor(unit: str, amount: Decimal, net: Decimal, content_unit: str) -> Decimal:
    """How many statutory units one sold unit is: kg and g by net weight, litres by content, else by count."""
    if unit == "035":
        return net
    if unit == "036":
        return net * 1000
    if unit == "095":
        return amount if content_unit == "litre" else (amount / 1000).normalize()
    return amount if content_unit == "piece" else Decimal(1)
