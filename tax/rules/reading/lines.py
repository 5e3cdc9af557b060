"""One line of a request."""

from datetime import date
from typing import NamedTuple

from tax.rules.errors import FieldError
from tax.rules.lookup import ArticleRow, Provider
from tax.rules.numbers import Exact, read_money
from tax.rules.reading.content import measure, read_content
from tax.rules.reading.fields import Doc, article_code, hs_code, mapping, only, quantity, required, text
from tax.rules.reading.rates import FIELDS as RATE_FIELDS
from tax.rules.reading.rates import GOODS, POSTAL, measured, read_goods
from tax.rules.reading.tabled import Tabled, article_row, goods_row, tabled_goods
from tax.rules.request import Content, Line, Origin, Rates, Regime
from tax.rules.ruleset import RuleSet

FIELDS = frozenset({"id", "quantity", "unit_price", "rates", "hs", "content", "listed_price"}) | POSTAL


class Frame(NamedTuple):
    """What a line must know of its request."""

    regime: Regime
    day: date
    rules: RuleSet
    provider: Provider


class Post(NamedTuple):
    """The postal side of a line."""

    rate: Exact | None = None
    name: str = ""
    listed: Exact | None = None
    origins: tuple[Origin, ...] = ()


class Goods(NamedTuple):
    """The goods side of a line."""

    rates: Rates | None = None
    on_list: bool | None = True
    origins: tuple[Origin, ...] = ()


def read_line(value: object, frame: Frame) -> Line:
    """A line with its rates resolved for the day."""
    doc = mapping(value, "")
    only(doc, FIELDS)
    name = text(required(doc, "id"), "id")
    pieces = quantity(required(doc, "quantity"), "quantity")
    price = read_money(required(doc, "unit_price"), "unit_price")
    content = _content(doc)
    rates = _rates(doc)
    goods = _goods(doc, rates, frame)
    post = _post(doc, rates, frame, content, pieces)
    counted = measured(goods.rates, content, pieces)
    return Line(
        id=name,
        quantity=pieces,
        unit_price=price,
        amount=price * pieces,
        rates=goods.rates,
        specific=counted.specific,
        measure=counted.measure,
        unit=counted.unit,
        postal_rate=post.rate,
        postal_class=post.name,
        listed=post.listed,
        hs=doc.get("hs", ""),
        on_list=goods.on_list,
        origins=goods.origins + post.origins,
    )


def _content(doc: Doc) -> Content | None:
    if "content" not in doc:
        return None
    try:
        return read_content(doc["content"])
    except FieldError as error:
        raise error.under("content") from None


def _rates(doc: Doc) -> Doc:
    """The `rates` object; empty where `hs` or `article` stand in its place."""
    if "rates" not in doc:
        if "hs" not in doc and not POSTAL & doc.keys():
            raise FieldError("rates", "missing", "either hs or rates must be given")
        return {}
    rates = mapping(doc["rates"], "rates")
    if "hs" in doc and GOODS & rates.keys():
        raise FieldError("rates", "contradiction", "either hs or rates, not both")
    try:
        only(rates, RATE_FIELDS)
    except FieldError as error:
        raise error.under("rates") from None
    return rates


def _goods(doc: Doc, rates: Doc, frame: Frame) -> Goods:
    if "hs" in doc:
        code = hs_code(doc["hs"], "hs")
        if frame.regime is Regime.POSTAL:
            return Goods()
        found: Tabled = tabled_goods(goods_row(frame.provider, code, frame.day))
        return Goods(found.rates, found.on_list, found.origins)
    if frame.regime is Regime.POSTAL and not GOODS & rates.keys():
        return Goods()
    try:
        return Goods(read_goods(rates))
    except FieldError as error:
        raise error.under("rates") from None


def _post(doc: Doc, rates: Doc, frame: Frame, content: Content | None, pieces: int) -> Post:
    given = [(holder, name) for holder in (doc, rates) for name in sorted(POSTAL & holder.keys())]
    listed = _listed_price(doc, rates)
    if not given:
        if frame.regime is Regime.POSTAL:
            raise FieldError("rates.postal_class", "missing", "postal_class or article is needed")
        return NO_POST
    if len(given) > 1:
        raise FieldError("rates.postal_class", "contradiction", "give postal_class or article once")
    holder, name = given[0]
    path = name if holder is doc else f"rates.{name}"
    if frame.regime in (Regime.CBEC, Regime.GENERAL):
        # the postal side stands beside the rates and is not asked for; it must be readable all the same
        if name == "postal_class":
            _class_rate(holder[name], path, frame.rules)
        else:
            article_code(holder[name], path)
        return NO_POST
    if name == "postal_class":
        rate = _class_rate(holder[name], path, frame.rules)
        return Post(rate, holder[name], _listed(listed, content, pieces))
    row = article_row(frame.provider, article_code(holder[name], path), frame.day)
    origin = Origin("article", row.code, row.source, row.confidence)
    value = _listed(listed, content, pieces) if listed is not None else _tabled_price(row, content, pieces)
    return Post(_class_rate(row.postal_class, path, frame.rules), row.postal_class, value, (origin,))


NO_POST = Post()


def _class_rate(value: object, path: str, rules: RuleSet) -> Exact:
    rate = rules.postal.classes.get(value) if isinstance(value, str) else None
    if rate is None:
        raise FieldError(path, "unknown_class", "must be 1, 2 or 3")
    return Exact(*rate)


def _listed_price(doc: Doc, rates: Doc) -> int | None:
    """Beside the rates or among them, once."""
    if "listed_price" in doc and "listed_price" in rates:
        raise FieldError("listed_price", "contradiction", "give listed_price once")
    if "listed_price" in rates:
        return read_money(rates["listed_price"], "rates.listed_price")
    return read_money(doc["listed_price"], "listed_price") if "listed_price" in doc else None


def _listed(price: int | None, content: Content | None, pieces: int) -> Exact | None:
    """Listed price x content x quantity, fen."""
    if price is None:
        return None
    if content is None:
        raise FieldError("content", "content_missing", "is needed where a listed price is given")
    return Exact(price * pieces * content.amount.num, content.amount.den)


def _tabled_price(row: ArticleRow, content: Content | None, pieces: int) -> Exact | None:
    if row.listed_price is None:
        return None
    counted = row.unit != "piece" or (content is not None and content.unit == "piece")
    # a bottle, a pair, a tube is one each, whatever it holds
    held = measure(content, pieces, row.unit) if counted else Exact(pieces, 1)
    return Exact(read_money(row.listed_price, "article") * held.num, held.den)
