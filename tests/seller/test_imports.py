"""Spreadsheets in: nothing before it is confirmed, nothing half done, nothing doubled, clear errors by row."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from catalog.models import Media, Product, Sku, TradeProfile
from partners.models import ImportRow
from seller.importing import reading, sheets, tasks
from seller.importing.columns import BY_KEY
from tests.pictures import SVG, claims_to_be, picture
from tests.seller.spreadsheets import (
    KEYS,
    checked,
    choose,
    imported,
    job_of,
    packed,
    row,
    sent,
    work,
    xlsx,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def problems(job: str) -> dict[int, list[tuple[str, str]]]:
    rows = ImportRow.objects.filter(job=job_of(job), outcome="bad")
    return {r.number: [(p[0], p[1] % p[2]) for p in r.problems] for r in rows}


def goods() -> list[str]:
    return sorted(Sku.objects.filter(code__startswith="IMP-").values_list("code", flat=True))


def test_a_sheet_is_judged_first_and_changes_nothing(mall, supplier, staff):
    job = checked(supplier, mall, xlsx([row(1), row(2, price="一百"), row(3)]))
    found = job_of(job)
    assert (found.state, found.total, found.made, found.bad) == ("checked", 3, 2, 1)
    assert problems(job) == {3: [("price", "“一百” is no price. Write digits, such as 129.00.")]}
    assert goods() == []


def test_confirmed_it_comes_in_as_drafts_of_its_supplier(mall, supplier, ours, staff):
    imported(supplier, mall, xlsx([row(1, price="¥1,099.00"), row(2)]))
    assert goods() == ["IMP-1", "IMP-2"]
    sku = Sku.objects.select_related("product").get(code="IMP-1")
    assert (sku.price, sku.product.state, sku.product.supplier_id) == (
        Decimal("1099.00"), "draft", ours.product.supplier_id,
    )  # fmt: skip
    stock = sku.stocks.get()
    assert (stock.on_hand, list(stock.movements.values_list("on_hand", flat=True))) == (5, [5])


def test_the_same_file_again_doubles_and_changes_nothing(mall, supplier, staff):
    data = xlsx([row(1), row(2)])
    imported(supplier, mall, data)
    before = list(Sku.objects.order_by("pk").values()), list(Product.objects.order_by("pk").values())
    found = job_of(imported(supplier, mall, data))
    assert (found.state, found.made, found.changed, found.bad) == ("done", 0, 0, 0)
    assert (
        list(Sku.objects.order_by("pk").values()),
        list(Product.objects.order_by("pk").values()),
    ) == before


def test_a_sku_that_is_there_takes_what_differs_and_keeps_what_is_left_blank(mall, supplier, staff):
    imported(supplier, mall, xlsx([row(1)]))
    job = imported(
        supplier,
        mall,
        xlsx(
            [["IMP-1", "", "", "", "88.00"]],
            header=["SKU code", "Product code", "Title in Chinese", "x", "Price"],
        ),
    )
    found = job_of(job)
    assert (found.made, found.changed, found.bad) == (0, 1, 0)
    sku = Sku.objects.select_related("product").get(code="IMP-1")
    assert (sku.price, sku.product.title_zh_hans) == (Decimal("88.00"), "进口奶粉1")


def test_two_skus_of_one_product_and_a_profile_in_the_row(mall, supplier, staff):
    header = [
        *KEYS,
        "hs_code",
        "declared_name",
        "declared_elements",
        "unit",
        "unit1",
        "unit1_factor",
        "net_kg",
        "gross_kg",
    ]
    profile = ["1901101090", "婴幼儿配方奶粉", "0|0|试牌", "122", "035", 0.8, 0.8, 1]
    imported(supplier, mall, xlsx([row(1) + profile, row(1, sku="IMP-2") + [""] * 8], header=header))
    assert Product.objects.get(code="IP-1").skus.count() == 2
    assert TradeProfile.objects.get(sku__code="IMP-1").unit1_factor == Decimal("0.8")


TOGETHER = "The second statutory unit and its quantity are given together."
SECOND = [*KEYS, "hs_code", "declared_name", "declared_elements", "unit", "unit1", "unit1_factor", "unit2",
          "unit2_factor", "net_kg", "gross_kg"]  # fmt: skip
COOKER = ["8516603000", "电饭锅", "4|3|烹饪", "007", "007", 1, "035", 4.6, 4.6, 5.8]


def test_a_code_with_two_statutory_units_comes_in_whole(mall, supplier, staff):
    half = [*COOKER[:7], "", *COOKER[8:]]
    bare = [*COOKER[:6], "", "", *COOKER[8:]]
    rows = [row(1) + COOKER, row(2) + half, row(3) + bare]
    found = job_of(imported(supplier, mall, xlsx(rows, header=SECOND)))
    assert (found.made, found.bad) == (2, 1)
    told = [(p[0], p[1]) for r in found.rows.filter(outcome="bad") for p in r.problems]
    assert told == [("unit2_factor", TOGETHER)]
    profiles = TradeProfile.objects.select_related("sku").filter(sku__code__startswith="IMP-")
    kept = {p.sku.code: (p.unit2, p.unit2_factor) for p in profiles}
    assert kept == {"IMP-1": ("035", Decimal("4.6")), "IMP-3": ("", None)}
    imported(supplier, mall, xlsx([row(3) + half], header=SECOND))
    assert (
        TradeProfile.objects.get(sku__code="IMP-3").unit2 == ""
    )  # half of it for a SKU that has none is refused


FORMULA = "This cell holds a formula. Paste its value instead."
PRICE = "A price is above 0 and below 1,000,000, with at most two decimals."
BAD_ROWS = {
    "formula": (row(1, price="=1+1"), ("price", FORMULA)),
    "link": (row(1, title_zh='=HYPERLINK("http://x","y")'), ("title_zh", FORMULA)),
    "negative": (row(1, price="-5"), ("price", PRICE)),
    "half a fen": (row(1, price="1.005"), ("price", PRICE)),
    "not a number": (row(1, price="NaN"), ("price", "“NaN” is no price. Write digits, such as 129.00.")),
    "pieces": (row(1, stock="1.5"), ("stock", "“1.5” is no number of pieces.")),
    "category": (row(1, category="火箭"), ("category", "“火箭” is not among those on offer.")),
    "mode": (row(1, mode="teleport"), ("mode", "“teleport” is not among those on offer.")),
    "no code": (row(1, sku=""), ("sku", "This is needed.")),
    "code": (row(1, sku="a b<script>"), ("sku", "A code holds letters, digits and . - _ / # + only.")),
    "no title": (row(1, title_zh="", title_en=""), ("title_zh", "A title is needed in at least one language.")),
    "long": (row(1, title_zh="长" * 201), ("title_zh", "This is longer than 200 characters.")),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_says_what_to_mend_and_stays_out(mall, supplier, staff, case):
    cells, told = BAD_ROWS[case]
    job = checked(supplier, mall, xlsx([cells, row(2)]))
    assert problems(job) == {2: [told]}
    supplier.post(f"{job}/confirm")
    work(mall)
    assert goods() == ["IMP-2"]


def test_the_second_of_two_rows_with_one_sku_is_told(mall, supplier, staff):
    job = checked(supplier, mall, xlsx([row(1), row(2), row(1, price="1")]))
    assert problems(job) == {4: [("sku", "This SKU stands in row 2 already.")]}


def test_two_rows_of_one_product_do_not_say_two_things_of_it(mall, supplier, staff):
    """Else the second would undo the first, at every import anew."""
    sisters = [row(1), row(1, sku="IMP-2", title_en="", origin="DE"), row(1, sku="IMP-3", title_zh="另一个")]
    job = checked(supplier, mall, xlsx(sisters))
    says = "Row 2 says something else for this product."
    assert problems(job) == {3: [("origin", says)], 4: [("title_zh", says)]}
    again = [row(1), row(1, sku="IMP-2", title_zh="", title_en="", price="7")]
    assert job_of(imported(supplier, mall, xlsx(again))).made == 2
    found = job_of(imported(supplier, mall, xlsx(again)))
    assert (found.made, found.changed, found.bad) == (0, 0, 0)


def test_another_suppliers_sku_or_product_is_taken_and_stays_as_it_is(mall, supplier, theirs, staff):
    before = Sku.objects.filter(pk=theirs.pk).values().get()
    job = checked(supplier, mall, xlsx([row(1, sku=theirs.code), row(2, product=theirs.product.code)]))
    says = "This code is taken in this mall. Use another one."
    assert problems(job) == {2: [("sku", says)], 3: [("product", says)]}
    assert Sku.objects.filter(pk=theirs.pk).values().get() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_people_send(mall, supplier, staff, encoding):
    lines = [
        ",".join(
            [
                "SKU编码",
                "商品编号",
                "中文标题",
                "英文标题",
                "类目",
                "通关模式",
                "仓库",
                "原产地",
                "价格",
                "库存",
            ]
        )
    ]
    lines.append(",".join(str(cell) for cell in row(1)))
    imported(supplier, mall, "\r\n".join(lines).encode(encoding), "商品.csv")
    assert Product.objects.get(code="IP-1").title_zh_hans == "进口奶粉1"


def test_too_many_rows_are_told_and_nothing_is_half_done(mall, supplier, staff, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    job = sent(supplier, xlsx([row(n) for n in range(5)]))
    choose(supplier, mall, job)
    work(mall)
    found = job_of(job)
    assert (found.state, goods()) == ("failed", []) and "3" in found.problem


def test_fifty_thousand_rows_are_told_to_be_split(mall, supplier, staff):
    head = ",".join(BY_KEY[key].header for key in KEYS)
    lines = (",".join(map(str, row(n))) for n in range(50_000))
    job = checked(supplier, mall, "\r\n".join([head, *lines]).encode(), "goods.csv")
    found = job_of(job)
    assert (found.state, goods()) == ("failed", []) and "20000" in found.problem
    assert not ImportRow.objects.exists()  # told before any row was judged
    assert "20000" in supplier.get(f"/en{job}").content.decode()
    assert supplier.post(f"{job}/confirm").status_code == 303 and job_of(job).state == "failed"


def test_the_template_offers_what_the_mall_knows_and_comes_back_as_it_went(mall, supplier, staff):
    book = load_workbook(io.BytesIO(supplier.get("/seller/imports/template.xlsx").content))
    sheet = book.worksheets[0]
    assert sheet.row_dimensions[2].hidden and len(sheet.data_validations.dataValidation) == 5
    offered = sheets.offers()
    assert [c.split(" | ")[0] for c in offered["category"]] == ["milk"]
    cells = dict(zip(KEYS, row(1), strict=True)) | {
        "category": offered["category"][0], "mode": offered["mode"][0], "warehouse": offered["warehouse"][0],
        "origin": next(o for o in offered["origin"] if o.startswith("NL")),
    }  # fmt: skip
    keys = [cell.value for cell in sheet[2]]
    sheet.append([cells.get(key, "") for key in keys])
    out = io.BytesIO()
    book.save(out)
    found = job_of(imported(supplier, mall, out.getvalue()))
    assert (found.made, found.bad, goods()) == (1, 0, ["IMP-1"])


def test_an_export_is_only_ones_own_and_starts_no_formula(mall, supplier, ours, theirs, staff):
    Product.objects.filter(pk=ours.product_id).update(
        title_zh_hans='=HYPERLINK("http://x")', title_en="@SUM(A1)"
    )
    body = supplier.get("/seller/imports/export.xlsx").content
    rows = list(load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    texts = [str(cell) for cells in rows for cell in cells if cell is not None]
    assert [cells[0] for cells in rows[1:]] == [ours.code]
    assert '\'=HYPERLINK("http://x")' in texts and "'@SUM(A1)" in texts
    assert not any(text.startswith(("=", "@", "+", "-")) for text in texts)
    found = job_of(checked(supplier, mall, body))
    assert (found.total, found.changed, found.bad) == (1, 1, 0)


def test_the_error_file_comes_back_with_what_to_mend_and_starts_no_formula(mall, supplier, staff):
    job = checked(supplier, mall, xlsx([row(1, price="=cmd|' /C calc'!A0"), row(2)]))
    body = supplier.get(f"/en{job}/errors.xlsx").content
    _head, only = list(load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    assert only[0] == "IMP-1" and only[-1] == "Price: This cell holds a formula. Paste its value instead."
    assert "'=cmd|' /C calc'!A0" in only and not any(str(c).startswith("=") for c in only)


def test_a_slice_that_is_heard_twice_or_dies_doubles_nothing(mall, supplier, staff, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE", 2)
    job = checked(supplier, mall, xlsx([row(n) for n in range(5)]))
    supplier.post(f"{job}/confirm")
    fact, due = tasks_fact(job), tasks.due
    monkeypatch.setattr(
        tasks, "due", lambda job, step, **more: due(job, step, **more) if more["from"] < 4 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        tasks.apply(fact)
    assert (len(goods()), job_of(job).done) == (
        2,
        2,
    )  # the slice that died is gone whole, the one before stays
    monkeypatch.setattr(tasks, "due", due)
    tasks.apply(fact)
    assert (len(goods()), job_of(job).done) == (2, 2)  # heard again, a slice that was done does nothing
    work(mall)
    assert (len(goods()), job_of(job).state) == (5, "done")


def tasks_fact(job: str):
    from journal.models import Fact
    from journal.services import as_fact

    return as_fact(
        Fact.objects.filter(kind="import.slice_due", payload__job_id=job_of(job).pk).order_by("pk")[0]
    )


def test_a_stopped_import_goes_no_further(mall, supplier, staff):
    job = checked(supplier, mall, xlsx([row(1)]))
    supplier.post(f"{job}/confirm")
    supplier.post(f"{job}/cancel")
    work(mall)
    assert (goods(), job_of(job).state) == ([], "cancelled")


def test_two_columns_do_not_go_to_one_field(mall, supplier, staff):
    job = sent(supplier, xlsx([row(1)]))
    supplier.post(f"{job}/columns", {"column-0": "sku", "column-1": "sku"})
    supplier.post(f"{job}/columns", {"column-1": "price"})
    assert job_of(job).state == "uploaded"


def test_pictures_in_a_zip_hang_at_their_products(mall, supplier, ours, theirs, staff):
    files = {
        f"a/{ours.code}.png": picture(300, 300), f"b/{ours.product.code}_2.jpg": picture(300, 300, "JPEG", "#d00"),
        f"{theirs.code}.png": picture(), "../../evil.png": picture(), "note.txt": b"x", "__MACOSX/._a.png": b"x",
        f"{ours.code}_3.png": SVG, f"{ours.code}_4.png": claims_to_be(40_000, 40_000),
    }  # fmt: skip
    job = sent(supplier, packed(files), "pictures.zip", "pictures")
    work(mall)
    found = job_of(job)
    assert (found.state, found.total, found.bad) == ("checked", 7, 3)
    supplier.post(f"{job}/confirm")
    work(mall)
    assert Media.objects.filter(product=ours.product).count() == 2
    assert Media.objects.filter(product=theirs.product).count() == 0
    assert (job_of(job).bad, job_of(job).made) == (5, 2)


def test_progress_is_told_while_it_moves_and_the_page_comes_after(mall, supplier, staff):
    job = sent(supplier, xlsx([row(1)]))
    choose(supplier, mall, job)
    assert 'hx-trigger="every 1s"' in supplier.get(f"{job}/progress").content.decode()
    work(mall)
    assert supplier.get(f"{job}/progress").headers["HX-Refresh"] == "true"
    assert supplier.get(job).status_code == supplier.get(f"/en{job}").status_code == 200
