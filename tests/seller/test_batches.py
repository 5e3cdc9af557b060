"""Rows go in by batches: as many statements for many rows as for few, and what one refuses holds no other back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import DailyPrice, Product, SearchDocument, Sku, TradeProfile
from catalog.supply.importing import put_rows
from journal.models import Fact
from partners.models import ImportRow
from seller.importing import tasks
from tenancy.scope import Actor, in_mall
from tests.seller.spreadsheets import KEYS, checked, imported, job_of, row, work, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)
PROFILE = {
    "hs_code": "1901101090", "declared_name": "婴幼儿配方奶粉", "declared_elements": "0|0|试牌", "unit": "122",
    "unit1": "035", "unit1_factor": "0.8", "net_kg": "0.8", "gross_kg": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def values(number: int, sku: Sku, **changes):
    return {
        "sku": f"B-{number}", "title_zh": f"奶粉{number}", "title_en": f"Formula {number}", "price": "99.50",
        "stock": 5, "category": str(sku.product.category_id), "warehouse": str(sku.product.warehouse_id),
        "mode": "bonded_1210", "origin": "NL", "brand_zh": "试牌", "brand_en": "Testa",
    } | PROFILE | changes  # fmt: skip


def put(mall, sku: Sku, *rows, now=NOW):
    supplier_id = sku.product.supplier_id
    with in_mall(mall.pk, actor=Actor.supplier(supplier_id)):
        return put_rows(rows, supplier_id=supplier_id, by="import:1", now=now)


def outcomes(answers) -> list[str]:
    return [put.outcome or f"{put.refused.field}: {put.refused.message}" for put in answers]


def statements(mall, sku, *rows) -> int:
    with CaptureQueriesContext(connection) as asked:
        put(mall, sku, *rows)
    return len(asked)


def test_many_rows_cost_as_many_statements_as_few(mall, ours, staff):
    few = statements(mall, ours, *(values(n, ours) for n in range(3)))
    many = statements(mall, ours, *(values(n, ours) for n in range(10, 60)))
    assert many == few
    again = statements(mall, ours, *(values(n, ours, price="88.00", net_kg="0.7") for n in range(3)))
    assert again == statements(
        mall, ours, *(values(n, ours, price="88.00", net_kg="0.7") for n in range(10, 60))
    )
    assert Sku.objects.filter(code__startswith="B-", price=Decimal("88.00")).count() == 53


def test_the_control_row_by_row_they_cost_ten_times_as_many(mall, ours, staff):
    together = statements(mall, ours, *(values(n, ours) for n in range(10)))
    alone = sum(statements(mall, ours, values(n, ours)) for n in range(20, 30))
    assert alone > 5 * together


def test_what_a_batch_makes_is_what_its_verbs_make(mall, ours, staff):
    """Every column of a product made by hand and one made by a row, but for their names."""
    from catalog.services.keep import ProductFields, SkuFields
    from catalog.services.products import create_product
    from catalog.services.skus import create_sku

    assert outcomes(put(mall, ours, values(1, ours, product="P-1"))) == ["new"]
    words = {name: {"zh-hans": zh, "en": en} for name, zh, en in (
        ("title", "奶粉1", "Formula 1"), ("brand", "试牌", "Testa"), ("description", "", ""))}  # fmt: skip
    made = create_product(
        fields=ProductFields(
            code="P-2", slug="p-2", supplier_id=ours.product.supplier_id, category_id=ours.product.category_id,
            warehouse_id=ours.product.warehouse_id, mode="bonded_1210", origin="NL", **words,
        ),
        now=NOW,
    )  # fmt: skip
    create_sku(product_id=made.id, fields=SkuFields(code="B-2", price=Decimal("99.50")), now=NOW)
    own = ("id", "code", "slug", "created_at", "updated_at", "product_id", "version")
    for model, name in ((Product, "P"), (Sku, "B")):
        rows = [model.objects.filter(code=f"{name}-{n}").values().get() for n in (1, 2)]
        assert rows[0] | dict.fromkeys(own) == rows[1] | dict.fromkeys(own)


def test_one_fact_a_product_one_for_the_stock_and_none_where_nothing_differs(mall, ours, staff):
    named = {"product": "B-1", "title_zh": "奶粉1", "title_en": "Formula 1"}
    rows = [values(1, ours), values(2, ours, **named), values(3, ours)]
    before = Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def told() -> list[tuple[str, str]]:
        nonlocal before
        found = list(Fact.objects.filter(pk__gt=before).order_by("pk").values_list("pk", "kind", "subject"))
        before = found[-1][0] if found else before
        return [(kind, subject) for _pk, kind, subject in found]

    put(mall, ours, *rows)
    products = [Product.objects.get(code=code).pk for code in ("B-1", "B-3")]
    made = [("product.created", f"product:{pk}") for pk in products]
    assert sorted(told()) == sorted([*made, ("stock.counted_many", "count:import:1")])
    assert outcomes(put(mall, ours, *rows)) == ["same", "same", "same"] and told() == []
    put(mall, ours, values(1, ours, price="1.00"), values(2, ours, **named | {"title_en": "Another"}))
    assert told() == [("product.changed", f"product:{products[0]}")]


def test_what_orders_hold_is_refused_and_the_rest_comes_in(mall, ours, staff):
    stock = ours.stocks.get()
    stock.__class__.objects.filter(pk=stock.pk).update(reserved=4)
    answers = put(
        mall, ours, values(1, ours), {"sku": ours.code, "price": "1.00", "stock": 3},
        {"sku": ours.code, "price": "2.00", "stock": 4}, values(2, ours),
    )  # fmt: skip
    held = "stock: Orders hold more pieces than that: they are sold already."
    assert outcomes(answers) == ["new", held, "changed", "new"]
    ours.refresh_from_db()
    stock.refresh_from_db()
    assert (ours.price, stock.on_hand) == (Decimal("2.00"), 4)


def test_prices_stock_and_the_shelf_follow(mall, ours, staff):
    put(mall, ours, {"sku": ours.code, "price": "41.00", "stock": 7, "title_zh": "新名字奶粉"})
    product = Product.objects.get(pk=ours.product_id)
    assert (product.price_from, product.title_zh_hans) == (Decimal("41.00"), "新名字奶粉")
    assert DailyPrice.objects.get(sku=ours.pk, day="2026-11-27").last == Decimal("41.00")
    assert SearchDocument.objects.get(product=product.pk).price == product.price_shown > 0
    put(mall, ours, {"sku": ours.code, "stock": 3})
    moved = list(ours.stocks.get().movements.order_by("-pk").values_list("kind", "on_hand")[:1])
    assert moved == [("counted", -4)]


def test_another_suppliers_rows_are_out_of_reach_of_a_batch(mall, ours, theirs, staff):
    before = (
        Sku.objects.filter(pk=theirs.pk).values().get(),
        Product.objects.filter(pk=theirs.product_id).values().get(),
    )
    taken = "sku: Another SKU has this already."
    answers = put(
        mall, ours, values(1, ours) | {"sku": theirs.code}, values(2, ours, product=theirs.product.code)
    )
    assert outcomes(answers) == [taken, "product: Another product has this already."]
    assert before == (
        Sku.objects.filter(pk=theirs.pk).values().get(), Product.objects.filter(pk=theirs.product_id).values().get(),
    )  # fmt: skip


def test_a_row_that_only_the_database_refuses_holds_none_back(mall, supplier, staff):
    """What no check foresaw: the slice falls back to its rows, and the one is told."""
    job = checked(supplier, mall, xlsx([row(n) for n in range(3)]))
    second = ImportRow.objects.get(job=job_of(job), key="IMP-1")
    ImportRow.objects.filter(pk=second.pk).update(values=second.values | {"barcode": "9" * 30})
    supplier.post(f"{job}/confirm")
    work(mall)
    second.refresh_from_db()
    assert sorted(Sku.objects.filter(code__startswith="IMP-").values_list("code", flat=True)) == [
        "IMP-0",
        "IMP-2",
    ]
    assert (second.outcome, second.problems[0][1]) == ("bad", "This row could not be kept. Check its values.")
    assert (job_of(job).state, job_of(job).made, job_of(job).bad) == ("done", 2, 1)


def test_what_is_refused_late_is_told_in_the_language_of_who_reads(mall, supplier, ours, staff):
    """A worker has a language of its own; the row keeps the sentence, the page says it."""
    ours.stocks.update(reserved=4)
    with translation.override("zh-hans"):
        job = imported(supplier, mall, xlsx([[ours.code, "3"]], header=["SKU code", "Stock"]))
    page = {at: supplier.get(f"{at}{job}?show=bad").content.decode() for at in ("", "/en")}
    assert "Orders hold more pieces than that: they are sold already." in page["/en"]
    assert "Orders hold" not in page[""] and "库存" in page[""]


def test_the_control_without_the_fallback_one_row_holds_back_all(mall, supplier, staff, monkeypatch):
    monkeypatch.setattr(tasks, "_products", tasks._put)
    job = checked(supplier, mall, xlsx([row(n) for n in range(3)]))
    second = ImportRow.objects.get(job=job_of(job), key="IMP-1")
    ImportRow.objects.filter(pk=second.pk).update(values=second.values | {"barcode": "9" * 30})
    supplier.post(f"{job}/confirm")
    with pytest.raises(DataError):
        work(mall)
    assert (Sku.objects.filter(code__startswith="IMP-").count(), job_of(job).done) == (0, 0)


def test_weights_are_rounded_to_what_is_kept_so_that_the_same_file_stays_the_same(mall, supplier, staff):
    header = [*KEYS, *PROFILE]
    cells = [*row(1), *list(PROFILE.values())[:5], 1 / 3, 0.1 + 0.2, 999_999.9]
    data = xlsx([cells], header=header)
    imported(supplier, mall, data)
    profile = TradeProfile.objects.get(sku__code="IMP-1")
    assert (profile.unit1_factor, profile.net_kg) == (Decimal("0.33333"), Decimal("0.3000"))
    found = job_of(imported(supplier, mall, data))
    assert (found.made, found.changed, found.bad) == (0, 0, 0)
    huge = job_of(
        checked(
            supplier, mall, xlsx([[*row(2), *list(PROFILE.values())[:6], 999_999.99999, 1]], header=header)
        )
    )
    assert huge.bad == 1
