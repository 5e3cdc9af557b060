"""The goods of the demo malls are complete in both languages and true to the numbers customs will check."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import ean
from stdnum.cn import uscc

from demo import goods
from demo.goods import reading
from demo.goods.countries import COUNTRIES
from demo.goods.numbers import company_code, ean13, organisation_code
from demo.goods.types import Product, Text

ROOT = Path(__file__).parents[2]
PRODUCTS = goods.products()
HAN = re.compile(r"[㐀-鿿]")
ONE_PRODUCT = pytest.mark.parametrize("product", PRODUCTS, ids=[one.code for one in PRODUCTS])

# Names that must never turn up in an invented shop: a small sample of real ones, as whole words.
REAL = [
    "adidas",
    "aptamil",
    "asics",
    "bellamy",
    "blackmores",
    "bosch",
    "bose",
    "braun",
    "burberry",
    "canon",
    "carlsberg",
    "casio",
    "cetaphil",
    "chanel",
    "clarins",
    "clinique",
    "coach",
    "dior",
    "dyson",
    "estee",
    "fancl",
    "ferrero",
    "friso",
    "givenchy",
    "godiva",
    "gucci",
    "guerlain",
    "hennessy",
    "hermes",
    "huggies",
    "kao",
    "kiehl",
    "lafite",
    "lamer",
    "lancome",
    "lego",
    "lindt",
    "loreal",
    "macallan",
    "martell",
    "merries",
    "moutai",
    "nars",
    "nescafe",
    "nestle",
    "nike",
    "nintendo",
    "nivea",
    "olay",
    "omega",
    "pampers",
    "panasonic",
    "penfolds",
    "philips",
    "prada",
    "puma",
    "rolex",
    "royal canin",
    "samsung",
    "shiseido",
    "sk-ii",
    "sony",
    "sulwhasoo",
    "swarovski",
    "swisse",
    "tissot",
    "toshiba",
    "unicharm",
    "vitamix",
    "zojirushi",
]


def said(product: Product) -> list[Text]:
    """Every text that a shopper reads about a product."""
    pairs = [*product.specs, *product.elabel]
    options = [option for sku in product.skus for option in sku.options]
    flat = [text for pair in (*pairs, *options) for text in pair]
    return [product.name, product.title, product.description, *product.points, *flat]


def test_more_than_120_products_in_three_malls_with_codes_of_their_own() -> None:
    assert len(PRODUCTS) == 124
    assert Counter(one.mall for one in PRODUCTS) == {"harbor": 40, "polar": 40, "meridian": 44}
    assert len({one.code for one in PRODUCTS}) == 124
    assert len({sku.code for one in PRODUCTS for sku in one.skus}) == 232


@ONE_PRODUCT
def test_every_text_is_there_in_both_languages(product: Product) -> None:
    for text in said(product):
        assert text.zh.strip() == text.zh != ""
        assert text.en.strip() == text.en != ""
        assert not HAN.search(text.en), text
    assert HAN.search(product.title.zh)
    assert HAN.search(product.description.zh)
    assert product.description.zh.count("。") >= 2 or len(product.description.zh) > 45


@ONE_PRODUCT
def test_the_e_label_has_its_eight_headings(product: Product) -> None:
    headings = [heading.zh for heading, _ in product.elabel]
    assert headings[:2] == ["名称", "原产国"]
    assert headings[3:] == ["规格", "用法", "储存", "保质期", "警示"]
    assert product.elabel[1][1] == COUNTRIES[product.origin]


@ONE_PRODUCT
def test_prices_are_decimal_yuan_to_the_fen(product: Product) -> None:
    for sku in product.skus:
        assert type(sku.price) is Decimal
        assert sku.price.as_tuple().exponent == -2
        assert sku.price > 0
        assert sku.stock >= 0


@ONE_PRODUCT
def test_the_trade_profile_is_whole(product: Product) -> None:
    trade = product.trade
    assert re.fullmatch(r"\d{10}", trade.hs10)
    assert re.fullmatch(r"\d{3}", trade.unit) and re.fullmatch(r"\d{3}", trade.unit1)
    assert len(trade.gmodel) <= 510 and trade.gmodel.count("|") >= 5
    assert product.brand.name.zh in trade.gmodel
    for sku in product.skus:
        assert 0 < sku.net_kg < sku.gross_kg
        assert sku.factor1 > 0
        assert (sku.factor2 is None) == (trade.unit2 is None)
        if trade.unit1 == "035":
            assert sku.factor1 == sku.net_kg
        if trade.unit1 == "095":
            litres = sku.content if trade.content_unit == "litre" else sku.content / 1000
            assert sku.factor1 == litres


def test_barcodes_are_valid_internal_and_unique() -> None:
    codes = [sku.barcode for one in PRODUCTS for sku in one.skus]
    assert len(set(codes)) == len(codes)
    assert all(ean.is_valid(code) and 20 <= int(code[:2]) <= 29 for code in codes)
    assert not ean.is_valid(codes[0][:-1] + str((int(codes[0][-1]) + 1) % 10))  # the check does check


def test_check_digits_agree_with_an_independent_library() -> None:
    assert ean13("210000001001") == "2100000010011"
    assert organisation_code("DEMYUN01") == "DEMYUN011"
    assert company_code("330100", "DEMYUN01") == "91330100DEMYUN011D"
    for supplier in goods.suppliers():
        assert uscc.is_valid(supplier.company_code)
        assert supplier.company_code[8:11] == "DEM"
    assert not uscc.is_valid("91330100DEMYUN0110")


def test_suppliers_warehouses_and_categories_belong_to_the_mall() -> None:
    suppliers = {one.code: one.mall for one in goods.suppliers()}
    warehouses = {one.code: one for one in goods.warehouses()}
    categories = {(one.mall, one.code): one for one in goods.categories()}
    assert len(suppliers) == len(warehouses) == 9
    for product in PRODUCTS:
        assert suppliers[product.supplier] == product.mall
        assert warehouses[product.warehouse].mall == product.mall
        assert warehouses[product.warehouse].mode == product.mode
        leaf = categories[product.mall, product.category]
        assert leaf.parent and (product.mall, leaf.parent) in categories


def test_modes_are_those_of_the_mall_profile_and_all_are_used() -> None:
    for mall in goods.malls():
        used = {one.mode for one in PRODUCTS if one.mall == mall.code}
        assert used == set(mall.modes)


def test_hs_codes_are_in_our_tax_seed_and_listed_where_the_mode_asks() -> None:
    with (ROOT / "tax" / "seed" / "hs_rates.csv").open(encoding="utf-8-sig", newline="") as lines:
        listed = {row["code"]: row["positive_list"] for row in csv.DictReader(lines)}
    for product in PRODUCTS:
        assert product.trade.hs10 in listed, product.code
        if product.mode != "general":
            assert listed[product.trade.hs10] == "listed", product.code


def test_what_the_tax_rules_need_to_be_shown_is_on_the_shelf() -> None:
    cosmetics = [
        sku.price / sku.content
        for one in PRODUCTS
        if one.trade.hs10.startswith("330499") and one.trade.content_unit in ("ml", "g")
        for sku in one.skus
    ]
    assert min(cosmetics) < 10 < max(cosmetics)
    assert Decimal(10) in cosmetics  # exactly on the threshold, taxed
    sheets = [sku.price / sku.content for one in PRODUCTS if one.kind == "mask" for sku in one.skus]
    assert min(sheets) < 15 < max(sheets)
    dear = {one.code for one in PRODUCTS for sku in one.skus if sku.price > 5000}
    assert dear == {"MD-004", "MD-005"}
    kinds = {one.kind for one in PRODUCTS}
    assert kinds >= {"formula", "wine", "whisky", "beer", "sake", "automatic", "perfume"}


def test_some_choices_are_sold_out_and_some_nearly() -> None:
    stock = [sku.stock for one in PRODUCTS for sku in one.skus]
    assert 5 <= stock.count(0) <= 20
    assert 5 <= sum(1 for left in stock if 0 < left <= 5) <= 20


def test_no_real_brand_is_named() -> None:
    texts = [text.en.lower() for one in PRODUCTS for text in said(one) if text.en]
    texts += [brand.name.en.lower() for brand in goods.brands().values()]
    words = {word for text in texts for word in re.findall(r"[a-z0-9'-]+", text)}
    assert words & set(REAL) == set()
    assert all(brand.name.en.lower() not in REAL for brand in goods.brands().values())
    assert {*words, "chanel"} & set(REAL) == {"chanel"}  # the list would catch one


def test_reviews_good_middling_and_bad_some_answered() -> None:
    reviews = goods.reviews()
    stars = Counter(one.stars for one in reviews)
    assert len(reviews) == 61
    assert set(stars) == {1, 2, 3, 4, 5}
    assert sum(stars[few] for few in (1, 2)) >= 10
    assert sum(1 for one in reviews if one.reply) >= 20
    assert sum(1 for one in reviews if one.follow_up) >= 8
    for review in reviews:
        assert goods.product(review.product)
        assert "*" in review.author
        for text in (review.text, review.reply, review.follow_up):
            assert text is None or (HAN.search(text.zh) and text.en and not HAN.search(text.en))


def test_articles_banners_and_profiles_speak_both_languages() -> None:
    assert {one.code for one in goods.articles()} >= {
        "shipping",
        "tax",
        "identity",
        "returns",
        "customs-notice",
    }
    for article in goods.articles():
        for text in (article.title, article.body):
            assert HAN.search(text.zh) and text.en and not HAN.search(text.en)
    for banner in goods.banners():
        assert len(banner.products) == 3
        assert {goods.product(code).mall for code in banner.products} == {banner.mall}
        assert all(HAN.search(text.zh) and text.en for text in (banner.title, banner.line, banner.button))
    for mall in goods.malls():
        assert "演示" in mall.licence.zh and "Demo" in mall.licence.en


TWO_WORDS = [one for one in PRODUCTS if one.attributes]


def test_several_goods_are_chosen_by_two_values_and_one_combination_is_sold_out() -> None:
    assert {(one.mall, len(one.attributes)) for one in TWO_WORDS} == {("harbor", 2), ("meridian", 2)}
    assert len([one for one in TWO_WORDS if one.mall == "harbor"]) >= 3 <= len(TWO_WORDS) - 3
    for product in TWO_WORDS:
        chosen = [tuple(value.en for _, value in sku.options) for sku in product.skus]
        assert len(set(chosen)) == len(chosen) and {len(values) for values in chosen} == {2}
        assert [sku.stock for sku in product.skus].count(0) == 1
        for place, code in enumerate(product.attributes):
            attribute = next(
                one for one in goods.attributes() if (one.mall, one.code) == (product.mall, code)
            )
            assert product.category.startswith(attribute.category)
            order = [value.en for value in attribute.values]
            assert list(dict.fromkeys(values[place] for values in chosen)) == sorted(
                {values[place] for values in chosen}, key=order.index
            )


def test_a_value_that_no_attribute_knows_is_refused() -> None:
    row = {"code": "HB-003", "attributes": ["texture", "volume"]}
    with pytest.raises(ValueError, match="is no value of volume"):
        reading._options(row, "清爽型 / 300ml", "Light / 300 ml")
    with pytest.raises(ValueError, match="shorter"):
        reading._options(row, "清爽型", "Light")


def test_an_unknown_product_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        goods.product("HB-999")
